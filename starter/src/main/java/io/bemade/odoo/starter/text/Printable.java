package io.bemade.odoo.starter.text;

/** Text that came from elsewhere (a dump's table names, a server's messages) and must not steer the terminal. */
public final class Printable {
    private Printable() {}

    public static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> safe.appendCodePoint(steers(c) ? ' ' : c));
        return safe.toString().strip();
    }

    private static boolean steers(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }
}
