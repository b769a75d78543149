package io.bemade.odoo.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords that nobody has to remember. */
public final class Passwords {
    private Passwords() {}

    /** 128 bits in letters and digits: needs no quoting anywhere. */
    public static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
