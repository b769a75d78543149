package io.bemade.odoo.workflows.model;

/**
 * Why something could not be done. The name is the {@code type} of the Temporal failure, so it can be searched for; the
 * kind decides about retries.
 */
public enum ErrorCode {
    /** The request itself is wrong: a field is missing, malformed or not available yet. */
    INVALID_REQUEST(Kind.REFUSED),
    /** The instance, bucket, key, secret, database or directory that was named does not exist. */
    NOT_FOUND(Kind.REFUSED),
    /** The other side knows us and says no: wrong key, missing grant. */
    ACCESS_DENIED(Kind.REFUSED),
    /** The backup cannot be used: wrong format, truncated, encrypted, hostile, inconsistent, too new. */
    BAD_BACKUP(Kind.REFUSED),
    /** The object was replaced while it was being read. */
    SOURCE_CHANGED(Kind.REFUSED),
    /** The pair that was built did not pass its checks; the switch was not made. */
    NOT_PROVEN(Kind.REFUSED),
    /** A copy could not be made harmless; the switch was not made. */
    NOT_NEUTRALIZED(Kind.REFUSED),
    /** The instance did not become ready on the new pair in time. */
    NOT_READY(Kind.REFUSED),
    /** Another operation holds the instance and the request asked not to wait. */
    BUSY(Kind.REFUSED),
    /** A newer operation has taken the instance over: this one holds an outdated lock ticket. */
    FENCED_OFF(Kind.REFUSED),
    /** Something that exists is not ours, or is in use, and is therefore not touched. */
    NOT_OURS(Kind.REFUSED),
    /** A program that is needed is not installed, or a configured command failed. */
    COMMAND_FAILED(Kind.REFUSED),
    /** The disk is full, on our side or on the server's. */
    NO_SPACE(Kind.REFUSED),
    /** A server does not answer now; tried again with back-off. */
    UNAVAILABLE(Kind.UNAVAILABLE),
    /** A fault of this product. */
    BROKEN(Kind.BROKEN);

    /** What may be done about an error. */
    public enum Kind {
        /** The request or the data is wrong: never retried. */
        REFUSED,
        /** Worth trying again later: retried with back-off. */
        UNAVAILABLE,
        /** A defect of ours: never retried. */
        BROKEN
    }

    private final Kind kind;

    ErrorCode(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public boolean retryable() {
        return kind == Kind.UNAVAILABLE;
    }
}
