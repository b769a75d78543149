package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.temporal.Address;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Temporal. */
public final class ConnectionOptions {
    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description = "Temporal's address (default: TEMPORAL_ADDRESS, else 127.0.0.1:7233).",
            order = 90)
    private Optional<String> address = Optional.empty();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Temporal's namespace (default: TEMPORAL_NAMESPACE, else default).",
            order = 91)
    private Optional<String> namespace = Optional.empty();

    @Option(
            names = "--task-queue",
            paramLabel = "NAME",
            description = "Task queue of the workers (default: ODOOCTL_TASK_QUEUE, else odoo).",
            defaultValue = "${env:ODOOCTL_TASK_QUEUE:-odoo}",
            order = 92)
    private String taskQueue = "odoo";

    public Address address() {
        return new Address(address, namespace, taskQueue);
    }
}
