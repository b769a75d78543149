package io.bemade.odoo.worker;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import io.bemade.odoo.activities.step.FailureTranslation;
import io.bemade.odoo.workflows.model.Json;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's life: it waits for Temporal, works, says how it is, and ends in order when it is asked to. */
public final class WorkerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** A workflow that gets no CPU for a while is none that hangs; half of the time that Temporal gives it for a task. */
    private static final Duration STUCK = Duration.ofSeconds(5);

    private final Duty duty;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CountDownLatch asked = new CountDownLatch(1);

    WorkerProcess(Duty duty) {
        this.duty = duty;
    }

    /** The worker of one platform. Returns when the process was asked to end and has ended its work. */
    public static void run(Map<String, String> environment) throws IOException, InterruptedException {
        new WorkerProcess(new PlatformDuty(WorkerConfiguration.fromEnvironment(environment), environment)).live();
    }

    /** Returns when the process was asked to end and has ended its work. */
    void live() throws IOException, InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(gone), "worker-shutdown"));
        WorkflowServiceStubs service = service();
        TemporalHealth temporal = new TemporalHealth(service);
        Optional<HealthServer> health = Optional.empty();
        if (duty.listen().isPresent()) {
            HealthServer server = new HealthServer(duty.listen().get(), temporal::unready, metrics::scrape);
            health = Optional.of(server);
            LOG.info("Health and metrics at http:/{}", server.address());
        }
        try {
            if (temporal.await(asked)) {
                work(service, temporal);
            }
        } finally {
            health.ifPresent(HealthServer::close);
            service.shutdownNow();
            gone.countDown();
        }
    }

    private void work(WorkflowServiceStubs service, TemporalHealth temporal) throws InterruptedException {
        WorkflowClient client = client(service);
        WorkerFactory factory = WorkerFactory.newInstance(client, factoryOptions(duty.interceptors(client)));
        Worker worker = factory.newWorker(duty.taskQueue(), options(duty.concurrency()));
        duty.register(worker, service, client);
        factory.start();
        duty.begun(service, client);
        temporal.working(true);
        LOG.info("Worker serves task queue {}", duty.taskQueue());
        asked.await();
        temporal.working(false);
        LOG.info("Worker ends: no new work, {} s for what is under way", GRACE.toSeconds());
        factory.shutdown();
        factory.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        factory.shutdownNow();
        factory.awaitTermination(5, TimeUnit.SECONDS);
    }

    private void endAndWait(CountDownLatch gone) {
        asked.countDown();
        try {
            gone.await(GRACE.toSeconds() + 10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The client's options, from Temporal's own environment. */
    static WorkflowClient client(WorkflowServiceStubs service) {
        return WorkflowClient.newInstance(
                service,
                WorkflowClientOptions.newBuilder(profile().toWorkflowClientOptions())
                        .setDataConverter(Json.dataConverter())
                        .build());
    }

    public static WorkerFactory factory(WorkflowClient client) {
        return WorkerFactory.newInstance(client, factoryOptions(List.of()));
    }

    /** Failures are translated, in every worker that runs our activities. */
    public static WorkerFactoryOptions factoryOptions(List<WorkerInterceptor> more) {
        return WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(Stream.concat(Stream.of(new FailureTranslation()), more.stream())
                        .toArray(WorkerInterceptor[]::new))
                .build();
    }

    public static WorkerOptions options(WorkerConfiguration configuration) {
        return options(configuration.concurrency());
    }

    /** Progress is looked at every second, so heartbeats are not held back longer. */
    private static WorkerOptions options(int concurrency) {
        return WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(concurrency)
                .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(1))
                .setDefaultHeartbeatThrottleInterval(Duration.ofSeconds(1))
                .setDefaultDeadlockDetectionTimeout(STUCK.toMillis())
                .build();
    }

    private WorkflowServiceStubs service() {
        Scope scope = new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(metrics))
                .reportEvery(com.uber.m3.util.Duration.ofSeconds(10));
        return WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder(profile().toWorkflowServiceStubsOptions())
                        .setMetricsScope(scope)
                        .build());
    }

    private static ClientConfigProfile profile() {
        try {
            return ClientConfigProfile.load();
        } catch (IOException e) {
            throw new IllegalArgumentException("Temporal's configuration cannot be read: " + e.getMessage(), e);
        }
    }
}
