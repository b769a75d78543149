package io.bemade.odoo.starter.watch;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.temporal.Address;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.Connector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.Interceptor.RequestTags;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A watcher's life: it waits for Temporal, watches, says how it is, and ends in order when it is asked to. */
public final class WatcherProcess {
    private static final Logger LOG = LoggerFactory.getLogger(WatcherProcess.class);
    private static final Duration FRESH = Duration.ofSeconds(60);

    private final WatcherConfiguration configuration;
    private final Connector connector;
    private final WatcherMetrics metrics = new WatcherMetrics();
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile String unready = "the watcher is starting";
    private volatile Optional<Watcher> watcher = Optional.empty();

    private WatcherProcess(WatcherConfiguration configuration, Connector connector) {
        this.configuration = configuration;
        this.connector = connector;
    }

    /**
     * Returns when the process was asked to end and has ended.
     *
     * @throws IOException when health and metrics cannot be served
     */
    public static void run(WatcherConfiguration configuration, Connector connector)
            throws IOException, InterruptedException {
        new WatcherProcess(configuration, connector).live();
    }

    private void live() throws IOException, InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(gone), "watcher-shutdown"));
        Optional<Probes> probes = Optional.empty();
        if (configuration.listen().isPresent()) {
            Probes serving = new Probes(configuration.listen().get(), this::unready, metrics::text);
            probes = Optional.of(serving);
            LOG.info("Health and metrics at http:/{}", serving.address());
        }
        try {
            Optional<Connection> temporal = temporal();
            if (temporal.isPresent()) {
                watch(temporal.get());
            }
        } finally {
            probes.ifPresent(Probes::close);
            gone.countDown();
        }
    }

    private void watch(Connection temporal) throws InterruptedException {
        try (temporal;
                KubernetesClient client = client();
                Watcher opened = new Watcher(
                        new TemporalEngine(temporal),
                        new KubernetesCluster(client),
                        metrics,
                        configuration.concurrency())) {
            opened.open(client, configuration);
            watcher = Optional.of(opened);
            LOG.info(
                    "Watches {} at {}; operations go to task queue {} of Temporal at {}",
                    configuration.namespaces().isEmpty()
                            ? "all namespaces"
                            : String.join(", ", configuration.namespaces()),
                    client.getMasterUrl(),
                    temporal.taskQueue(),
                    temporal.server());
            lookAtTemporal(temporal);
            unready = "the watcher is ending";
            LOG.info("Watcher ends");
        }
    }

    private KubernetesClient client() {
        Interceptor counter = new Interceptor() {
            @Override
            public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                metrics.apiCall();
            }
        };
        return new KubernetesClientBuilder()
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("count", counter))
                .build();
    }

    /** Until the process is asked to end. */
    private void lookAtTemporal(Connection temporal) throws InterruptedException {
        long answered = System.nanoTime();
        do {
            if (answers(temporal)) {
                answered = System.nanoTime();
            }
            boolean fresh = System.nanoTime() - answered < FRESH.toNanos();
            unready = fresh ? "" : "Temporal at " + temporal.server() + " does not answer";
        } while (!asked.await(10, TimeUnit.SECONDS));
    }

    private static boolean answers(Connection temporal) {
        try {
            temporal.client()
                    .getWorkflowServiceStubs()
                    .blockingStub()
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
            return true;
        } catch (StatusRuntimeException e) {
            LOG.debug("Temporal did not answer", e);
            return false;
        }
    }

    /** Empty when the process was asked to end before Temporal answered. */
    private Optional<Connection> temporal() throws InterruptedException {
        Address address = new Address(Optional.empty(), Optional.empty(), configuration.taskQueue());
        while (true) {
            try {
                return Optional.of(connector.connect(address));
            } catch (CommandFailed e) {
                if (e.exitCode() != ExitCode.NOT_REACHABLE) {
                    throw e;
                }
                unready = String.valueOf(e.getMessage());
                LOG.warn("{}", unready);
            }
            if (asked.await(3, TimeUnit.SECONDS)) {
                return Optional.empty();
            }
        }
    }

    private String unready() {
        String reason = unready;
        return reason.isEmpty() ? watcher.map(Watcher::blind).orElse("the watcher is starting") : reason;
    }

    private void endAndWait(CountDownLatch gone) {
        asked.countDown();
        try {
            gone.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
