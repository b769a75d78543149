package io.bemade.odoo.starter;

/** What {@code odooctl} tells the shell. Documented in every command's help; never renumbered. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int WRONG_USAGE = 2;
    public static final int NOT_REACHABLE = 3;
    public static final int BUSY = 4;
    public static final int CANCELLED = 5;
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
