package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.Inquiry;
import io.bemade.odoo.starter.temporal.Order;
import io.bemade.odoo.starter.temporal.TemporalCli;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.InstanceRef;
import java.util.List;
import java.util.Optional;

/** Says what would be sent, and asks whether there is such an instance. */
record DryRun(Surroundings world, StandardOptions standard) {
    int run(Order order, Connection temporal) {
        Inventory.Entry entry = known(order.instance(), new Inquiry(temporal).inventory(Optional.of(order.instance())));
        String command = TemporalCli.start(order, temporal);
        if (standard.json()) {
            StandardOptions.print(
                    world,
                    new Plan(
                            true,
                            order.workflowId(),
                            order.type(),
                            temporal.taskQueue(),
                            order.request(),
                            command,
                            InstanceView.of(entry)));
        } else {
            world.out().println("Would start " + order.workflowId() + " with:");
            StandardOptions.print(world, order.request());
            world.out().println("The same with Temporal's own command line:");
            world.out().println(command);
        }
        return ExitCode.DONE;
    }

    private static Inventory.Entry known(InstanceRef instance, List<Inventory.Entry> found) {
        Inventory.Entry entry = found.stream()
                .filter(each -> each.instance().equals(instance))
                .findFirst()
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.FAILED, "There is no instance " + instance + ": see \"odooctl instances\""));
        if (entry.description().isEmpty()) {
            throw new CommandFailed(
                    ExitCode.FAILED, entry.problem().orElse("The instance " + instance + " could not be described"));
        }
        return entry;
    }

    /** @param command the same start for Temporal's own command line */
    record Plan(
            boolean dryRun,
            String workflowId,
            String type,
            String taskQueue,
            Object request,
            String command,
            InstanceView instance) {}
}
