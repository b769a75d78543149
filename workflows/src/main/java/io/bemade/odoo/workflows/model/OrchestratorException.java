package io.bemade.odoo.workflows.model;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of this product: a code, and one sentence that says what was impossible, on what, and what to do.
 * The message reaches histories, terminals and logs: it never contains a secret. Adapters translate their library's
 * exceptions into this one, once, where they are understood.
 */
public final class OrchestratorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final String sentence;

    public OrchestratorException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** The cause is for the worker's log only; it never leaves the process. */
    public OrchestratorException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.sentence = message;
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    public ErrorCode code() {
        return code;
    }
}
