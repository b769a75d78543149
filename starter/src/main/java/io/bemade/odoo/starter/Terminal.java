package io.bemade.odoo.starter;

/**
 * What the output goes to.
 *
 * @param interactive a person watches: wait by default, redraw the progress line
 * @param columns its width
 */
public record Terminal(boolean interactive, int columns) {
    private static final int USUAL = 80;

    /** Not a terminal: a pipe, a file, a service's log. */
    public static Terminal none() {
        return new Terminal(false, USUAL);
    }

    /** As the launcher script found it: Java alone cannot tell what standard output is. */
    public static Terminal detect() {
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        boolean terminal = Boolean.getBoolean("odooctl.terminal");
        return new Terminal(terminal && !dumb, Math.max(20, Integer.getInteger("odooctl.columns", USUAL)));
    }
}
