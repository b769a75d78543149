package io.bemade.odoo.sample;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them. */
public final class ByteSize {
    private static final Pattern WRITTEN = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGT]?)B?");

    private ByteSize() {}

    /** {@code 200MB}, {@code 1.5 GB}, {@code 5m}: powers of ten, a bare number is bytes. */
    public static long parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!written.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a size: write 200MB or 1.5GB");
        }
        int thousands = written.group(2).isEmpty() ? 0 : "KMGT".indexOf(written.group(2)) + 1;
        return new BigDecimal(written.group(1)).scaleByPowerOfTen(3 * thousands).longValue();
    }
}
