package io.bemade.odoo.activities.backup;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * {@code filestore/xx/<sha1>}. The sha1 is kept as three numbers: 64 bytes for each of half a million attachments.
 */
record AttachmentMember(
        long high, long middle, int low, long offset, long compressed, long size, int crc, boolean deflated)
        implements Member {
    static final String FOLDER = "filestore/";

    private static final Pattern NAME = Pattern.compile("filestore/([0-9a-f]{2})/\\1[0-9a-f]{38}");
    private static final int SHA1 = FOLDER.length() + "xx/".length();

    static boolean matches(String name) {
        return NAME.matcher(name).matches();
    }

    static AttachmentMember of(String name, long offset, long compressed, long size, int crc, boolean deflated) {
        return new AttachmentMember(
                HexFormat.fromHexDigitsToLong(name, SHA1, SHA1 + 16),
                HexFormat.fromHexDigitsToLong(name, SHA1 + 16, SHA1 + 32),
                HexFormat.fromHexDigits(name, SHA1 + 32, SHA1 + 40),
                offset,
                compressed,
                size,
                crc,
                deflated);
    }

    boolean sameName(AttachmentMember other) {
        return high == other.high && middle == other.middle && low == other.low;
    }

    /** {@code xx/<sha1>}. */
    String storeName() {
        HexFormat hex = HexFormat.of();
        String sha1 = hex.toHexDigits(high) + hex.toHexDigits(middle) + hex.toHexDigits(low);
        return sha1.substring(0, 2) + "/" + sha1;
    }

    @Override
    public String name() {
        return FOLDER + storeName();
    }

    @Override
    public long end() {
        return offset + LocalHeader.SIZE + SHA1 + 40 + compressed;
    }
}
