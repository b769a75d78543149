package io.bemade.odoo.activities.kubernetes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of what is made beside an instance's own things. */
final class Names {
    /** What a label's value may hold, and what a pod's name leaves of its Job's. */
    private static final int LONGEST = 63;

    private Names() {}

    /** The same two give the same name. What is too long keeps its beginning and ends in a digest of all of it. */
    static String of(String prefix, String of) {
        String name = prefix + of;
        if (name.length() <= LONGEST) {
            return name;
        }
        return name.substring(0, LONGEST - 9) + "-" + digest(of);
    }

    /** Eight hex digits. */
    static String digest(String text) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha).substring(0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
