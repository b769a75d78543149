package io.bemade.odoo.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A server could not be started: one sentence that says which, where, why, and what to do. */
public final class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What everybody can do about a directory that does not do. */
    static final String ELSEWHERE = "choose another directory with --dir";

    public ServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static ServerException below(Path directory, String what, String whyAndWhatToDo, @Nullable Throwable cause) {
        return new ServerException(what + " could not be started below " + directory + ": " + whyAndWhatToDo, cause);
    }
}
