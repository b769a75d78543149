package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.Launch;
import io.bemade.odoo.starter.temporal.Order;
import io.bemade.odoo.starter.temporal.Started;
import io.bemade.odoo.starter.text.Amounts;
import io.bemade.odoo.workflows.model.InstanceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What restore and rollback share: check, then show, or start and perhaps follow. */
record OperationCommand(
        Surroundings world,
        StandardOptions standard,
        ConnectionOptions connection,
        WaitOptions waiting,
        OperationOptions options) {
    /** @param request builds the request; what it throws about a field becomes wrong usage */
    int run(String type, InstanceRef target, Optional<Instant> at, Supplier<Object> request, String summary)
            throws InterruptedException {
        Duration delay = at.map(time -> Duration.between(world.clock().instant(), time))
                .filter(time -> !time.isNegative())
                .orElse(Duration.ZERO);
        Order order = new Order(type, target, options.requestName(world.clock()), checked(request), delay, summary);
        at.ifPresent(time -> world.err()
                .println("Not before " + StartTime.words(time, world.clock()) + ", in " + Amounts.duration(delay)));
        try (Connection temporal = world.connector().connect(connection.address())) {
            return options.dryRun() ? new DryRun(world, standard).run(order, temporal) : start(order, temporal);
        }
    }

    private int start(Order order, Connection temporal) throws InterruptedException {
        Started started = new Launch(temporal).start(order);
        if (waiting.on(world.terminal())) {
            world.err().println((started.attached() ? "Attached to " : "Started ") + started.workflowId());
            return new Following(world, standard).follow(temporal, started.workflowId());
        }
        if (standard.json()) {
            StandardOptions.print(world, started);
        } else {
            world.out().println(started.workflowId());
            world.err()
                    .println((started.attached() ? "Had been started before; watch" : "Started; watch")
                            + " it with: odooctl watch " + started.workflowId());
        }
        return ExitCode.DONE;
    }

    private static Object checked(Supplier<Object> request) {
        try {
            return request.get();
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.WRONG_USAGE, "The request is not valid: " + e.getMessage(), e);
        }
    }
}
