package io.bemade.odoo.starter.fake;

import io.bemade.odoo.starter.Odooctl;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.Terminal;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.Connector;
import io.bemade.odoo.workflows.inspect.Doctor;
import io.bemade.odoo.workflows.model.Json;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** A Temporal in memory with fake workers on the queues odoo and sick, and none on the queue empty. */
public final class Site implements AutoCloseable {
    private final TestWorkflowEnvironment environment;
    private final WorkflowClient client;

    public Site() {
        WorkflowClientOptions options = WorkflowClientOptions.newBuilder()
                .setDataConverter(Json.dataConverter())
                .build();
        environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkflowClientOptions(options)
                .build());
        client = WorkflowClient.newInstance(environment.getWorkflowServiceStubs(), options);
        work("odoo", true);
        work("sick", false);
        environment.start();
    }

    private void work(String queue, boolean healthy) {
        Worker worker = environment.newWorker(
                queue,
                WorkerOptions.newBuilder()
                        .setMaxHeartbeatThrottleInterval(Duration.ofMillis(50))
                        .setDefaultDeadlockDetectionTimeout(
                                Duration.ofSeconds(5).toMillis())
                        .build());
        worker.registerWorkflowImplementationTypes(
                FakeRestore.class, FakeClone.class, FakeRollback.class, FakeInventory.class, FakeLock.class);
        worker.registerWorkflowImplementationFactory(Doctor.class, () -> new FakeDoctor(healthy));
        worker.registerActivitiesImplementations(new FakeSteps.Steps());
    }

    public WorkflowClient client() {
        return client;
    }

    /** Runs a command as from a pipe, at the present time. */
    public Run run(String... args) {
        return run(Clock.systemUTC(), Terminal.none(), args);
    }

    /** @param clock what the command takes for the present */
    public Run run(Clock clock, Terminal terminal, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Connector connector = address -> new Connection(client, "in memory", address.taskQueue(), () -> {});
        int exit = Odooctl.commandLine(
                        new Surroundings(new PrintWriter(out), new PrintWriter(err), terminal, clock, connector))
                .execute(args);
        return new Run(exit, out.toString(), err.toString());
    }

    /** Runs a command at {@link World#NOW}. */
    public Run runAtNoon(String... args) {
        return run(Clock.fixed(World.NOW, ZoneOffset.UTC), Terminal.none(), args);
    }

    @Override
    public void close() {
        environment.close();
    }

    /** What a command left. */
    public record Run(int exit, String out, String err) {
        public List<String> lines() {
            return out.lines().toList();
        }
    }
}
