package io.bemade.odoo.starter;

import io.bemade.odoo.starter.temporal.Connector;
import io.bemade.odoo.starter.text.Times;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;

/**
 * Everything a command touches outside itself.
 *
 * @param out results: text for people, or nothing but JSON
 * @param err messages
 */
public record Surroundings(PrintWriter out, PrintWriter err, Terminal terminal, Clock clock, Connector connector) {
    public static Surroundings ofThisProcess(Connector connector) {
        return new Surroundings(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Terminal.detect(),
                Clock.system(ZoneId.systemDefault()),
                connector);
    }

    public Times times() {
        return new Times(clock);
    }
}
