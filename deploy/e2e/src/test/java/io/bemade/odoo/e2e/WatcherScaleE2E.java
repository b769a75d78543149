package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceRestore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of resources: {@code -Dscale.instances=5000 -Dscale.operations=500 -Dscale.seconds=120}. Without these the test
 * is small and proves only that it measures. Operations come steadily, {@code -Dscale.rate} of them a second, and then all
 * at once.
 */
class WatcherScaleE2E {
    private static final int INSTANCES = Integer.getInteger("scale.instances", 100);
    private static final int OPERATIONS = Integer.getInteger("scale.operations", 50);
    private static final int SECONDS = Integer.getInteger("scale.seconds", 20);
    private static final int RATE = Integer.getInteger("scale.rate", 10);
    private static final int THREADS = 8;
    private static final Pattern CALLS = Pattern.compile("(?m)^odoo_watcher_api_calls_total (\\S+)$");

    @Test
    void manyResourcesCostLittleAndWaitForNothing() throws Exception {
        RealStack stack = RealStack.require();
        assumeTrue(INSTANCES > 0 && OPERATIONS > 0);
        try (WatchedCluster world = WatchedCluster.create(stack, "scale");
                KubernetesClient client = client(world)) {
            HasMetadata instance = client.getKubernetesSerialization()
                    .unmarshal(
                            WatchedCluster.changed("production.yaml", "i", "{'spec':{'initialSource':null}}")
                                    .toString(),
                            OdooInstance.class);
            create(client, world, INSTANCES, n -> named(client, instance, "i-" + n));
            try (WatcherDaemon watcher = world.watcher(Map.of("ODOOCTL_WATCH_RESYNC", "PT1M"), "-Xmx256m")) {
                long begin = System.nanoTime();
                WatchedCluster.until(
                        "all are seen",
                        () -> Optional.of(watcher.get("/metrics"))
                                .filter(text -> watcher.ready()
                                        && text.contains("odoo_watcher_resources " + INSTANCES)
                                        && text.contains("odoo_watcher_queue 0")),
                        watcher);
                long seen = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                double before = calls(watcher);
                TimeUnit.SECONDS.sleep(SECONDS);
                double idle = (calls(watcher) - before) * 60 / SECONDS;
                long idleMemory = watcher.residentKilobytes();

                System.out.printf(
                        "Watcher with %d instances: start to ready %d ms; idle %.1f API calls/min, %d MiB resident"
                                + " (-Xmx256m).%n",
                        INSTANCES, seen, idle, idleMemory / 1024);
                List<Long> steadily = measure(client, world, watcher, "steadily", RATE);
                measure(client, world, watcher, "at-once", Integer.MAX_VALUE);
                measureTemporalAlone(world);
                var restores = client.resources(OdooInstanceRestore.class).inNamespace(world.namespace());
                restores.delete();
                WatchedCluster.until(
                        "all are cancelled and gone",
                        () -> Optional.of(restores.list().getItems()).filter(List::isEmpty),
                        watcher);
                assertThat(percentile(steadily, 99)).isLessThan(5_000);
                assertThat(idle).isLessThan(30);
            }
        }
    }

    private static KubernetesClient client(WatchedCluster world) throws IOException {
        return new KubernetesClientBuilder()
                .withConfig(
                        Config.fromKubeconfig(Files.readString(world.kubectl().kubeconfig())))
                .build();
    }

    private static <T extends HasMetadata> T named(KubernetesClient client, T like, String name) {
        T copy = client.getKubernetesSerialization().clone(like);
        copy.getMetadata().setName(name);
        return copy;
    }

    private static void create(KubernetesClient client, WatchedCluster world, int count, IntFunction<HasMetadata> make)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        IntStream.range(0, count)
                .forEach(n -> threads.execute(() -> client.resource(make.apply(n))
                        .inNamespace(world.namespace())
                        .create()));
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.MINUTES)).isTrue();
    }

    /** Milliseconds from apply to start, sorted. */
    private static List<Long> measure(
            KubernetesClient client, WatchedCluster world, WatcherDaemon watcher, String how, int perSecond)
            throws InterruptedException {
        double before = calls(watcher);
        List<Long> waits = waits(world, operations(client, world, how, perSecond), watcher);
        System.out.printf(
                "%d operations %s: apply to start p50 %d ms, p99 %d ms, max %d ms; %.1f API calls each; %d MiB resident.%n",
                OPERATIONS,
                how,
                percentile(waits, 50),
                percentile(waits, 99),
                percentile(waits, 100),
                (calls(watcher) - before) / OPERATIONS,
                watcher.residentKilobytes() / 1024);
        return waits;
    }

    /** What the server can do at most, asked by as many threads as a watcher has, and by nobody else. */
    private static void measureTemporalAlone(WatchedCluster world) throws InterruptedException {
        List<Long> waits = new CopyOnWriteArrayList<>();
        List<WorkflowStub> stubs = new CopyOnWriteArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        long begin = System.nanoTime();
        for (int n = 0; n < OPERATIONS; n++) {
            threads.execute(() -> {
                WorkflowStub stub = world.temporal()
                        .newUntypedWorkflowStub(
                                "Restore",
                                WorkflowOptions.newBuilder()
                                        .setTaskQueue(world.queue())
                                        .setWorkflowId("alone/" + UUID.randomUUID())
                                        .build());
                stub.start("{}");
                waits.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
                stubs.add(stub);
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.MINUTES)).isTrue();
        List<Long> sorted = waits.stream().sorted().toList();
        System.out.printf(
                "%d starts at once, asked of Temporal alone by %d threads: p50 %d ms, p99 %d ms.%n",
                OPERATIONS, THREADS, percentile(sorted, 50), percentile(sorted, 99));
        stubs.forEach(stub -> stub.terminate("measured"));
    }

    private static long percentile(List<Long> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    /** By uid, when each began to be applied. */
    private static Map<String, Instant> operations(
            KubernetesClient client, WatchedCluster world, String name, int perSecond) throws InterruptedException {
        HasMetadata restore = client.getKubernetesSerialization()
                .unmarshal(
                        WatchedCluster.changed("restore.yaml", "r", "{'spec':{'scheduledTime':null}}")
                                .toString(),
                        OdooInstanceRestore.class);
        Map<String, Instant> applied = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        for (int n = 0; n < OPERATIONS; n++) {
            HasMetadata one = named(client, restore, name + "-" + n);
            threads.execute(() -> {
                Instant begin = Instant.now();
                HasMetadata there =
                        client.resource(one).inNamespace(world.namespace()).create();
                applied.put(there.getMetadata().getUid(), begin);
            });
            TimeUnit.MICROSECONDS.sleep(1_000_000L / perSecond);
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.MINUTES)).isTrue();
        return applied;
    }

    /** Milliseconds from apply to start as Temporal noted it, sorted. */
    private static List<Long> waits(WatchedCluster world, Map<String, Instant> applied, WatcherDaemon watcher) {
        assertThat(applied).hasSize(OPERATIONS);
        return applied.entrySet().stream()
                .map(entry -> Duration.between(
                                entry.getValue(),
                                world.awaitWorkflow("restore/" + world.namespace() + "/erp/" + entry.getKey(), watcher)
                                        .getStartTime())
                        .toMillis())
                .sorted()
                .toList();
    }

    private static double calls(WatcherDaemon watcher) {
        Matcher found = CALLS.matcher(watcher.get("/metrics"));
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
}
