package io.bemade.odoo.activities.rate;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit in bytes per second that all share who take from the same object. Who has taken waits until it is paid for, each
 * in the order of taking: over any time no more passes than the limit allows, but for a tenth of a second that was left
 * unused before. Nothing is locked while somebody waits.
 */
public final class Rate {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** So much of the time that nobody used can be caught up on. */
    private static final long BURST = SECOND / 10;

    private static final Pattern WRITTEN = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGT]?)B?");

    /** So little at once that nobody waits long for another's share. */
    public static final int PORTION = 64 * 1024;

    /** More than this is no limit, and would not fit the arithmetic. */
    private static final long HIGHEST = 1L << 50;

    private static final Rate UNLIMITED = new Rate(Long.MAX_VALUE, System::nanoTime);

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;

    /** When all that was taken is paid for. */
    private long paid;

    /** Of a nanosecond, in parts of the limit: what division left. */
    private long rest;

    Rate(long bytesPerSecond, LongSupplier nanoTime) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("at least a byte in a second");
        }
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.paid = nanoTime.getAsLong() - BURST;
    }

    public static Rate of(long bytesPerSecond) {
        return new Rate(bytesPerSecond, System::nanoTime);
    }

    /** {@code 50MB}, {@code 1.5GB}, {@code 800K}: bytes in a second, in powers of ten. */
    public static Rate parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!written.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no amount: write 50MB or 1.5GB");
        }
        int thousands = written.group(2).isEmpty() ? 0 : "KMGT".indexOf(written.group(2)) + 1;
        return of(new BigDecimal(written.group(1))
                .scaleByPowerOfTen(3 * thousands)
                .longValue());
    }

    public static Rate unlimited() {
        return UNLIMITED;
    }

    /**
     * Takes without waiting.
     *
     * @param bytes best not more than a {@link #PORTION}; 0 asks how long it takes until all that was taken is paid for
     * @return nanoseconds that whoever took them has to wait
     */
    public long take(int bytes) {
        return bytesPerSecond > HIGHEST ? 0 : takeLimited(bytes);
    }

    private synchronized long takeLimited(int bytes) {
        long now = nanoTime.getAsLong();
        if (now - paid > BURST) {
            paid = now - BURST;
            rest = 0;
        }
        long price = bytes * SECOND + rest;
        paid += price / bytesPerSecond;
        rest = price % bytesPerSecond;
        return Math.max(0, paid - now);
    }

    /** The same stream, of which no more is read than the limit allows. */
    public InputStream limit(InputStream in) {
        return bytesPerSecond > HIGHEST ? in : new LimitedStream(in, this);
    }

    /** Takes, and waits for it. */
    public void pass(int bytes) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(take(bytes));
    }
}
