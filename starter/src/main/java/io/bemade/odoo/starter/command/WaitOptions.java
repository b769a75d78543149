package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether to stay until the operation has ended. */
public final class WaitOptions {
    @Option(
            names = "--wait",
            negatable = true,
            description = "Follow the operation to its end, or not; on a terminal the default is to follow.",
            order = 80)
    private @Nullable Boolean wait;

    public boolean on(Terminal terminal) {
        return wait == null ? terminal.interactive() : wait;
    }
}
