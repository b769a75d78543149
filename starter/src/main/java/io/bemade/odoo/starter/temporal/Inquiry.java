package io.bemade.odoo.starter.temporal;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.workflows.inspect.Doctor;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a worker something, by a short workflow, and does not wait for ever where no worker is. */
public final class Inquiry {
    /** What {@link Doctor} and {@link Inventory} may take in all. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Connection connection;
    private final Duration patience;
    private final Duration limit;

    public Inquiry(Connection connection) {
        this(connection, Duration.ofSeconds(5), LIMIT);
    }

    /** @param patience after which a task queue that no worker listens to ends the inquiry */
    Inquiry(Connection connection, Duration patience, Duration limit) {
        this.connection = connection;
        this.patience = patience;
        this.limit = limit;
    }

    /** @param instance absent = all */
    public List<Inventory.Entry> inventory(Optional<InstanceRef> instance) {
        return List.of(ask("Inventory", Inventory.Entry[].class, Inventory.Request.about(instance)));
    }

    /** Of all; what is found is also shown where the platform shows it, whatever is shown there now. */
    public List<Inventory.Entry> refresh() {
        return List.of(ask("Inventory", Inventory.Entry[].class, new Inventory.Request(Optional.empty(), true)));
    }

    public List<Doctor.Finding> doctor() {
        return List.of(ask("Doctor", Doctor.Finding[].class));
    }

    private <R> R ask(String type, Class<R> answer, Object... question) {
        WorkflowStub stub = connection
                .client()
                .newUntypedWorkflowStub(
                        type,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(type.toLowerCase(Locale.ROOT) + "/" + UUID.randomUUID())
                                .setTaskQueue(connection.taskQueue())
                                .setWorkflowExecutionTimeout(limit)
                                .build());
        stub.start(question);
        try {
            return answer(stub, answer);
        } catch (WorkflowFailedException e) {
            if (e.getCause() instanceof TimeoutFailure) {
                throw nobodyAnswers(e);
            }
            throw e;
        }
    }

    private <R> R answer(WorkflowStub stub, Class<R> answer) {
        try {
            return stub.getResult(patience.toMillis(), TimeUnit.MILLISECONDS, answer);
        } catch (TimeoutException e) {
            if (new TaskQueue(connection).pollers().filter(n -> n == 0).isPresent()) {
                stub.terminate("no worker listens");
                throw nobodyAnswers(e);
            }
            return stub.getResult(answer);
        }
    }

    private CommandFailed nobodyAnswers(Exception cause) {
        return new CommandFailed(
                ExitCode.NOT_REACHABLE,
                "No worker answers on task queue " + connection.taskQueue() + " (Temporal at " + connection.server()
                        + ", namespace " + connection.namespace()
                        + "): start one with \"odooctl worker\", or name another queue with --task-queue",
                cause);
    }
}
