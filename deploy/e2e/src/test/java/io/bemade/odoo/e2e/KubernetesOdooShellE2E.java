package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.kubernetes.KubernetesOdooShell;
import io.bemade.odoo.activities.port.Databases.Access;
import io.bemade.odoo.activities.port.OdooShell.Result;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Commands of an Odoo that is a script, in real Jobs: what they are given, what comes back, and who may disturb them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesOdooShellE2E {
    private static final Access ACCESS = new Access("db.example.com", 5432, "builder", "marker-of-a-secret");

    private ClusterHost cluster;
    private KubernetesOdooShell shell;
    private StoragePair pair;

    @BeforeAll
    void start() {
        cluster = new ClusterHost(RealStack.require(), "e2e-shell");
        shell = new KubernetesOdooShell(cluster.client, Duration.ofMinutes(3));
        InstanceRef erp = cluster.instance("erp", InstanceType.STAGING, "size: 1Gi", "localhost/busybox:1");
        pair = new StoragePair(
                erp, "main", new DatabaseName("erp.e2e.test-00000001"), new FilestoreName("odoo-data-erp-00000001"));
        cluster.client.resource("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: odoo, namespace: %s}
                data:
                  base.conf: |
                    ; of the image
                    [options]
                    DB_HOST = wrong.example.com
                    db_password = wrong
                    addons_path = /mnt/extra-addons
                    logfile = /var/log/odoo.log
                    [queue_job]
                    channels = root:2
                  odoo: |
                    #!/bin/sh
                    echo "args $*"
                    echo "PGHOST ${PGHOST-unset}"
                    cat /odooctl/work/odoo.conf
                    echo "data $(ls -d /var/lib/odoo) wrote $(touch /var/lib/odoo/x && echo yes)"
                    case $1 in fail) exit 3;; slow) sleep 15;; esac
                    echo done
                """.formatted(cluster.namespace)).create();
        cluster.client.resource("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: erp, namespace: %s}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: erp}}
                  template:
                    metadata: {labels: {app: erp}}
                    spec:
                      securityContext: {runAsNonRoot: true, runAsUser: 100, runAsGroup: 101, fsGroup: 101}
                      containers:
                      - name: odoo
                        image: localhost/busybox:1
                        command: [/opt/odoo/odoo, --addons-path=/mnt/own]
                        env:
                        - {name: ODOO_RC, value: /opt/odoo/base.conf}
                        - {name: PGHOST, value: wrong.example.com}
                        - {name: PASSWORD, value: wrong}
                        securityContext: {readOnlyRootFilesystem: true}
                        volumeMounts:
                        - {name: data, mountPath: /var/lib/odoo}
                        - {name: program, mountPath: /opt/odoo}
                      volumes:
                      - {name: data, persistentVolumeClaim: {claimName: odoo-data-in-use}}
                      - {name: program, configMap: {name: odoo, defaultMode: 0555}}
                """.formatted(cluster.namespace)).create();
        cluster.filestores().create(new Building(pair, "restore/1", Instant.EPOCH));
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aCommandRunsAsTheInstanceWouldWithAnotherDatabase() {
        Result result = shell.run(pair, ACCESS, List.of("neutralize"), Pulse.none());
        assertThat(result.exit()).as(result.tail()).isZero();
        assertThat(result.tail().lines().map(String::strip))
                .contains(
                        "args neutralize --addons-path=/mnt/own -c /odooctl/work/odoo.conf -d erp.e2e.test-00000001",
                        "PGHOST unset",
                        "db_host = db.example.com",
                        "db_user = builder",
                        "db_password = ***",
                        "data_dir = /var/lib/odoo",
                        "addons_path = /mnt/extra-addons",
                        "data /var/lib/odoo wrote yes",
                        "done")
                .noneMatch(line -> line.contains("wrong") || line.contains("logfile") || line.contains("marker"));
        assertNothingLeft();
    }

    @Test
    void aFailureIsToldWithItsLastWords() {
        Result result = shell.run(pair, ACCESS, List.of("fail"), Pulse.none());
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.tail()).contains("args fail").doesNotContain("done");
        assertNothingLeft();
    }

    @Test
    void aJobThatIsDeletedInTheMiddleIsRunAgain() throws Exception {
        CompletableFuture<Result> running =
                CompletableFuture.supplyAsync(() -> shell.run(pair, ACCESS, List.of("slow", "deleted"), Pulse.none()));
        Job first = awaitRunning(running);
        cluster.client.resource(first).delete();
        Result result = Await.result(running);
        assertThat(result.exit()).as(result.tail()).isZero();
        assertThat(result.tail()).endsWith("done");
        assertNothingLeft();
    }

    @Test
    void aPodThatIsDeletedInTheMiddleIsRunAgain() throws Exception {
        CompletableFuture<Result> running =
                CompletableFuture.supplyAsync(() -> shell.run(pair, ACCESS, List.of("slow", "evicted"), Pulse.none()));
        awaitRunning(running);
        cluster.client
                .pods()
                .inNamespace(cluster.namespace)
                .withLabel("bemade.io/job")
                .withGracePeriod(0)
                .delete();
        Result result = Await.result(running);
        assertThat(result.exit()).as(result.tail()).isZero();
        assertThat(result.tail()).endsWith("done");
        assertNothingLeft();
    }

    @Test
    void aCommandThatIsNoLongerWantedTakesItsJobAlong() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Result> running = CompletableFuture.supplyAsync(
                () -> shell.run(pair, ACCESS, List.of("slow", "cancelled"), Pulse.until(over::get)));
        awaitRunning(running);
        over.set(true);
        assertThatThrownBy(() -> Await.result(running)).hasMessageContaining("no longer");
        assertNothingLeft();
    }

    @Test
    void anImageThatCannotBePulledIsSaid() {
        InstanceRef other = cluster.instance("noimage", InstanceType.STAGING, "size: 1Gi", "localhost/there-is-none:1");
        StoragePair its = new StoragePair(
                other, "main", new DatabaseName("noimage-00000002"), new FilestoreName("odoo-data-noimage-00000002"));
        cluster.filestores().create(new Building(its, "restore/2", Instant.EPOCH));
        KubernetesOdooShell hasty = new KubernetesOdooShell(cluster.client, Duration.ofSeconds(90));
        assertThatThrownBy(() -> hasty.run(its, ACCESS, List.of("neutralize"), Pulse.none()))
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("localhost/there-is-none:1");
    }

    /** The one Job, once its pod runs. */
    private Job awaitRunning(CompletableFuture<Result> running) {
        Await.until("the command runs", () -> {
            assertThat(running.isDone()).as("it ended too early").isFalse();
            return pods().stream().anyMatch(KubernetesOdooShellE2E::runs) && !jobs().isEmpty();
        });
        return jobs().get(0);
    }

    private List<Pod> pods() {
        return cluster.client
                .pods()
                .inNamespace(cluster.namespace)
                .withLabel("bemade.io/job")
                .list()
                .getItems();
    }

    private static boolean runs(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && "Running".equals(pod.getStatus().getPhase());
    }

    private List<Job> jobs() {
        return cluster.client
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace)
                .list()
                .getItems();
    }

    private void assertNothingLeft() {
        Await.until("no job is left", () -> jobs().isEmpty());
        assertThat(cluster.client
                        .secrets()
                        .inNamespace(cluster.namespace)
                        .withLabel("bemade.io/instance")
                        .list()
                        .getItems())
                .isEmpty();
    }
}
