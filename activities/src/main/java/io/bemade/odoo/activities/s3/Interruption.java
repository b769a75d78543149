package io.bemade.odoo.activities.s3;

import java.io.IOException;

/** The store did not answer to the end this time; asking again may help. */
final class Interruption extends IOException {
    private static final long serialVersionUID = 1;

    Interruption(String message, Throwable cause) {
        super(message, cause);
    }

    Interruption(String message) {
        super(message);
    }
}
