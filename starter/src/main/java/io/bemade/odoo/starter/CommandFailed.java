package io.bemade.odoo.starter;

import org.jspecify.annotations.Nullable;

/** A command cannot go on: one sentence for the person, one exit code for the shell. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public CommandFailed(int exitCode, String sentence) {
        this(exitCode, sentence, null);
    }

    public CommandFailed(int exitCode, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
