package io.bemade.odoo.starter.command;

import io.bemade.odoo.workflows.model.CopyStrategy;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.staging.CloneRequest;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a clone and a reload can be told about the copy. */
public final class CloneOptions {
    @Option(
            names = "--check-content",
            description = "Also compare the content of each attachment with its name (takes a read of all of them).",
            order = 10)
    private boolean checkContent;

    @Option(
            names = "--strategy",
            paramLabel = "HOW",
            description =
                    "online copies the database while it serves, and ends no session; template lets the server copy"
                            + " it, which is faster, and ends production's sessions; auto (the default) is online while somebody"
                            + " works in it, where that can be done.",
            converter = Converters.Strategy.class,
            completionCandidates = Converters.StrategyWords.class,
            order = 11)
    private Optional<CopyStrategy> strategy = Optional.empty();

    @Option(
            names = "--allow-freeze",
            description = "Production's sessions may end, and new ones wait while the database is copied: auto takes"
                    + " template then.",
            order = 12)
    private boolean allowFreeze;

    CloneRequest request(InstanceRef target, OperationOptions options, Optional<Instant> at) {
        return new CloneRequest(
                target,
                options.retention(),
                given(checkContent),
                options.ifBusy(),
                at,
                Optional.empty(),
                strategy,
                given(allowFreeze));
    }

    private static Optional<Boolean> given(boolean option) {
        return option ? Optional.of(true) : Optional.empty();
    }
}
