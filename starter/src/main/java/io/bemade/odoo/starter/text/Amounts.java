package io.bemade.odoo.starter.text;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Sizes and durations as people say them. */
public final class Amounts {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB");

    private Amounts() {}

    /** Decimal units, three significant digits at most: {@code 999 B}, {@code 1.2 kB}, {@code 350 MB}. */
    public static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 999.5 && unit < UNITS.size() - 1) {
            amount /= 1000;
            unit++;
        }
        String number = unit == 0 || amount >= 99.95 ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, number, amount) + " " + UNITS.get(unit);
    }

    /** Bytes in their units, anything else counted: {@code 12,345 files}. */
    public static String of(long amount, String unit) {
        return unit.equals("bytes") ? bytes(amount) : (count(amount) + " " + unit).strip();
    }

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** The two largest units: {@code 45 s}, {@code 3 min 20 s}, {@code 2 h}, {@code 6 d 3 h}. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return join(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return join(seconds / 3600, "h", seconds % 3600 / 60, "min");
        }
        return join(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    private static String join(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
