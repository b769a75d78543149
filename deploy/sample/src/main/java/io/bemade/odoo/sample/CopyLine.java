package io.bemade.odoo.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One line of a COPY block: values parted by tabs, escaped as PostgreSQL's text format wants it. */
final class CopyLine {
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int DAYS = 1000;
    private static final List<byte[]> DAY_NAMES = days();

    private byte[] bytes = new byte[1024];
    private int length;

    void tab() {
        put((byte) '\t');
    }

    /** Text that needs escapes, or nothing. */
    CopyLine text(@Nullable String value) {
        if (value == null) {
            return raw("\\N");
        }
        return raw(value.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r"));
    }

    /** Text known to need no escapes. */
    CopyLine raw(String value) {
        return raw(value.getBytes(StandardCharsets.UTF_8));
    }

    CopyLine raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    CopyLine number(long value) {
        if (value < 0) {
            put((byte) '-');
        }
        long positive = Math.abs(value);
        int digits = 1;
        for (long rest = positive / 10; rest > 0; rest /= 10) {
            digits++;
        }
        room(digits);
        long rest = positive;
        for (int i = length + digits - 1; i >= length; i--, rest /= 10) {
            bytes[i] = (byte) ('0' + rest % 10);
        }
        length += digits;
        return this;
    }

    CopyLine hundredths(long value) {
        number(value / 100);
        put((byte) '.');
        return twoDigits((int) (Math.abs(value) % 100));
    }

    /** A moment of the thousand days after 2023-04-01, wrapping around. */
    CopyLine timestamp(long seconds) {
        int ofDay = (int) (seconds % SECONDS_PER_DAY);
        date(seconds / SECONDS_PER_DAY);
        put((byte) ' ');
        twoDigits(ofDay / 3600).put((byte) ':');
        twoDigits(ofDay / 60 % 60).put((byte) ':');
        return twoDigits(ofDay % 60);
    }

    CopyLine date(long day) {
        return raw(DAY_NAMES.get((int) (day % DAYS)));
    }

    private CopyLine twoDigits(int value) {
        put((byte) ('0' + value / 10));
        put((byte) ('0' + value % 10));
        return this;
    }

    private void put(byte value) {
        room(1);
        bytes[length++] = value;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + more));
        }
    }

    int length() {
        return length;
    }

    /** Writes the line with its end and begins the next one. */
    void writeTo(OutputStream output) throws IOException {
        put((byte) '\n');
        output.write(bytes, 0, length);
        length = 0;
    }

    private static List<byte[]> days() {
        LocalDate first = LocalDate.of(2023, 4, 1);
        return IntStream.range(0, DAYS)
                .mapToObj(day -> first.plusDays(day).toString().getBytes(StandardCharsets.US_ASCII))
                .toList();
    }
}
