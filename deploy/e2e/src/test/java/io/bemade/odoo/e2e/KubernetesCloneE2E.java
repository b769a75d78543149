package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.sample.Options;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.staging.CloneRequest;
import io.bemade.odoo.workflows.staging.CloneResult;
import io.bemade.odoo.workflows.staging.StagingClone;
import io.fabric8.kubernetes.api.model.Pod;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowStub;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Stagings that are filled from a production in a real cluster: by snapshot, and file by file where there is none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesCloneE2E {
    private static final String SECRET = "s3-of-erp";
    private static final String STEP = "CopyFilestore";
    /** So many files that copying them takes some seconds. */
    private static final int MANY = 40_000;

    private ClusterHost cluster;
    private StoragePair production;
    private long files;

    @BeforeAll
    void fillProduction() throws Exception {
        cluster = new ClusterHost(RealStack.require(), "e2e-clone");
        cluster.work(new NoOdoo());
        cluster.s3Secret(SECRET);
        Path zip = cluster.host.sample(Options.ofSize(20_000_000));
        InstanceRef erp = cluster.instance("erp", InstanceType.PRODUCTION, "size: 1Gi, storageClass: csi-dir");
        RestoreResult restored = Await.result(
                cluster.host.start(
                        "Restore",
                        "erp",
                        RestoreRequest.of(erp, cluster.upload("sample.zip", zip, Optional.of(SECRET)))),
                RestoreResult.class);
        production = restored.pair();
        files = restored.files();
        says(
                production,
                "cd /data && mkdir -p sessions/ab filestore/other/ab filestore/" + production.database()
                        + "/checklist/ab && echo x > sessions/ab/1 && echo x > filestore/other/ab/2 && echo x > filestore/"
                        + production.database() + "/checklist/ab/3");
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aCloneBeginsAsASnapshot() throws Exception {
        CloneResult result = cloned("snapped", "size: 1Gi, storageClass: csi-dir, snapshotClass: csi-dir");
        assertThat(result.warnings()).isEmpty();
        assertThat(source(result)).contains("VolumeSnapshot");
    }

    @Test
    void aSnapshotWaitsForAClassThatBindsLate() throws Exception {
        CloneResult result = cloned("late", "size: 1Gi, storageClass: csi-dir-late, snapshotClass: csi-dir");
        assertThat(result.warnings()).isEmpty();
        assertThat(source(result)).contains("VolumeSnapshot");
    }

    @Test
    void whereSnapshotsFailTheFilesAreCopiedAndTheReasonIsTold() throws Exception {
        CloneResult result = cloned("failing", "size: 1Gi, storageClass: csi-dir, snapshotClass: csi-dir-fail");
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .startsWith("The files of volume claim " + production.filestore() + " were copied one by one, for the"
                        + " snapshot failed: ");
        assertThat(source(result)).isEmpty();
    }

    @Test
    void whereNoClassIsNamedTheFilesAreCopied() throws Exception {
        CloneResult result = cloned("plain", "size: 1Gi, storageClass: csi-dir-late");
        assertThat(result.warnings()).singleElement().asString().endsWith("names no snapshotClass");
        assertThat(source(result)).isEmpty();
    }

    @Test
    void aCopyIsCompleteWhenItsWorkersPodIsDeletedInTheMiddle() throws Exception {
        String folder = "/data/filestore/" + production.database() + "/ee";
        says(
                production,
                "mkdir -p " + folder + " && cd " + folder + " && i=100000 && while [ $i -lt " + (100_000 + MANY)
                        + " ]; do echo $i > 0000000000000000000000000000000000$i; i=$((i+1)); done");
        cluster.temporal.onAnswer(STEP, () -> {
            cluster.temporal.mute(); // whatever it still says, it is not done
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::strike);
        });
        try {
            WorkflowStub clone = start("struck", "size: 1Gi, storageClass: csi-dir");
            CloneResult result = Await.result(clone, CloneResult.class);
            assertThat(attempts(clone)).as("attempts at the copy").isGreaterThan(1);
            assertThat(result.files()).isEqualTo(files + MANY);
            assertThat(attachments(result.pair())).isEqualTo(attachments(production));
        } finally {
            says(production, "find " + folder + " -name '00000000*' | xargs rm");
        }
    }

    private void strike() {
        List<Pod> struck = cluster.volumePods();
        struck.forEach(pod -> cluster.client.resource(pod).withGracePeriod(1).delete());
        struck.forEach(pod -> Await.until(
                "pod " + pod.getMetadata().getName() + " is gone",
                () -> cluster.client.resource(pod).get() == null));
        cluster.temporal.mend();
    }

    private int attempts(WorkflowStub clone) {
        List<HistoryEvent> events = cluster.host
                .client()
                .fetchHistory(clone.getExecution().getWorkflowId())
                .getEvents();
        long step = events.stream()
                .filter(event -> event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName()
                        .equals(STEP))
                .findFirst()
                .orElseThrow()
                .getEventId();
        return events.stream()
                .map(HistoryEvent::getActivityTaskStartedEventAttributes)
                .filter(started -> started.getScheduledEventId() == step)
                .mapToInt(started -> started.getAttempt())
                .max()
                .orElseThrow();
    }

    /** Of the content each attachment's name is the proof; production is what it was, and of the clone only the pair is left. */
    private CloneResult cloned(String name, String filestore) throws Exception {
        String before = hash();
        CloneResult result = clone(name, filestore);
        assertThat(result.cloned()).isEqualTo(production);
        assertThat(result.files()).isEqualTo(files);
        assertThat(says(result.pair(), "cd /data && find . -maxdepth 2 ! -type d; ls -A . filestore"))
                .isEqualToIgnoringWhitespace("./.pair.json .: .pair.json filestore filestore: "
                        + result.pair().database());
        assertThat(says(result.pair(), "cat /data/.pair.json"))
                .contains("\"database\" : \"" + result.pair().database() + "\"")
                .contains("\"operation\" : \"stagingclone/");
        assertThat(attachments(result.pair())).isEqualTo(attachments(production));
        assertThat(hash()).as("production's files").isEqualTo(before);
        assertThat(cluster.volumePods()).isEmpty();
        assertThat(cluster.snapshots()).isEmpty();
        return result;
    }

    private CloneResult clone(String name, String filestore) throws Exception {
        return Await.result(start(name, filestore), CloneResult.class);
    }

    private WorkflowStub start(String name, String filestore) {
        InstanceRef staging = cluster.staging(name, production.instance(), filestore);
        return cluster.host.start(StagingClone.TYPE, name, CloneRequest.of(staging));
    }

    /** What the claim was made from. */
    private Optional<String> source(CloneResult result) {
        return Optional.ofNullable(cluster.client
                        .persistentVolumeClaims()
                        .inNamespace(cluster.namespace)
                        .withName(result.pair().filestore().value())
                        .require()
                        .getSpec()
                        .getDataSource())
                .map(from -> from.getKind());
    }

    /** Content and names of a pair's attachments; markers that are none left out. */
    private String attachments(StoragePair pair) {
        return says(
                pair,
                "cd /data/filestore/" + pair.database()
                        + " && find ./?? -type f | sort | xargs sha1sum | sha1sum && find ./?? -type f | wc -l");
    }

    private String hash() {
        return says(production, "cd /data && find . -type f | sort | xargs sha1sum | sha1sum; find . | sort | sha1sum");
    }

    private String says(StoragePair pair, String script) {
        return new VolumePod(cluster.client, cluster.namespace, pair.filestore().value()).says(script);
    }
}
