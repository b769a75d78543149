package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.progress.Outcome;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.OperationFinder;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code odooctl cancel}. */
@Command(
        name = "cancel",
        description = {
            "Cancel a running operation: it undoes what it did.",
            "Once the instance has been switched, it is too late; go back with \"odooctl rollback\"."
        },
        footer = {"  odooctl cancel shop/erp", "  odooctl cancel restore/shop/erp/ticket-4711 --wait"})
public final class CancelCommand implements Callable<Integer> {
    private final Surroundings world;

    @Parameters(
            index = "0",
            paramLabel = "WORKFLOW-ID|INSTANCE",
            description = "The operation, or the instance whose lock it holds.")
    private Optional<String> target = Optional.empty();

    @Option(names = "--wait", description = "Follow it until everything is undone.", order = 80)
    private boolean wait;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final StandardOptions standard = new StandardOptions();

    public CancelCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Connection temporal = world.connector().connect(connection.address())) {
            String id = new OperationFinder(temporal, world.clock().instant()).running(target);
            cancel(temporal, id);
            if (!wait) {
                return requested(id);
            }
            Following following = new Following(world, standard);
            Outcome outcome = following.watch(temporal, id, following.view());
            following.print(outcome);
            boolean clean = outcome.leftBehind().filter(left -> left.isEmpty()).isPresent();
            return outcome.cancelled() && clean ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private int requested(String id) {
        if (standard.json()) {
            StandardOptions.print(world, new Requested(id, true));
        } else {
            world.out().println("Cancelling " + id + ": it undoes what it did.");
            world.out().println("Follow it with: odooctl watch " + id);
        }
        return ExitCode.DONE;
    }

    private static void cancel(Connection temporal, String id) {
        WorkflowStub stub = temporal.client().newUntypedWorkflowStub(id);
        try {
            WorkflowExecutionStatus status = stub.describe().getStatus();
            if (status != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                    && status != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_PAUSED) {
                throw new CommandFailed(
                        ExitCode.FAILED,
                        id + " has already ended ("
                                + status.name()
                                        .replace("WORKFLOW_EXECUTION_STATUS_", "")
                                        .toLowerCase(Locale.ROOT)
                                + "): there is nothing to cancel");
            }
            stub.cancel("by " + System.getProperty("user.name") + " with odooctl");
        } catch (WorkflowNotFoundException e) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "Temporal has no running operation " + id + " in namespace " + temporal.namespace(),
                    e);
        }
    }

    record Requested(String workflowId, boolean cancelRequested) {}
}
