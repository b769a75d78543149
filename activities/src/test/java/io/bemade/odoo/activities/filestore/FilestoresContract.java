package io.bemade.odoo.activities.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bemade.odoo.activities.filestore.GivenBackup.Given;
import io.bemade.odoo.activities.port.Filestores;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.port.Volumes;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreProof;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every platform's filestores must do. */
@Timeout(30)
public abstract class FilestoresContract {
    protected static final StoragePair PAIR = pair("shop/erp", "erp.example.com-0a1b2c3d", "odoo-data-erp-0a1b2c3d");
    protected static final Building BUILDING = new Building(PAIR, "restore/shop/erp/1", Instant.EPOCH);

    /** The same one on each call within a test. */
    protected abstract Filestores filestores();

    protected abstract Volumes volumes();

    /** Names of the attachments that are there: {@code xx/sha1}, and anything else that lies among them. */
    protected abstract Set<String> stored(StoragePair pair);

    /** Puts other bytes in place of an attachment's, as many as there were. */
    protected abstract void damage(StoragePair pair, String storeName);

    protected abstract boolean exists(StoragePair pair);

    protected static StoragePair pair(String instance, String database, String filestore) {
        return new StoragePair(
                InstanceRef.of(instance), "main", new DatabaseName(database), new FilestoreName(filestore));
    }

    private FilestoreReport load(GivenBackup backup) {
        return volumes().load(PAIR, backup, 0, Pulse.none());
    }

    private FilestoreProof prove(boolean content, String... storeNames) {
        return volumes().prove(PAIR, List.of(storeNames).iterator(), content, Pulse.none());
    }

    @Test
    void createsOnceForOneOperationAndRefusesAnother() {
        filestores().create(BUILDING);
        load(GivenBackup.of("kept"));
        filestores().create(BUILDING);
        assertThat(stored(PAIR)).containsExactly(GivenBackup.storeName("kept"));
        Building other = new Building(PAIR, "restore/shop/erp/2", Instant.EPOCH);
        refused(ErrorCode.NOT_OURS, () -> filestores().create(other));
        refused(ErrorCode.NOT_OURS, () -> filestores().drop(other));
        assertThat(stored(PAIR)).containsExactly(GivenBackup.storeName("kept"));
    }

    @Test
    void dropsWhatItMadeAsOftenAsItIsAsked() {
        filestores().drop(BUILDING);
        filestores().create(BUILDING);
        load(GivenBackup.of("a", "b"));
        filestores().drop(BUILDING);
        assertThat(exists(PAIR)).isFalse();
        filestores().drop(BUILDING);
        filestores().create(BUILDING);
        assertThat(stored(PAIR)).isEmpty();
    }

    @Test
    void writesEveryAttachment() {
        filestores().create(BUILDING);
        String[] contents =
                IntStream.range(0, 2_000).mapToObj(i -> "content " + i).toArray(String[]::new);
        FilestoreReport report = load(GivenBackup.of(contents));
        long bytes = Stream.of(contents).mapToLong(String::length).sum();
        assertThat(report).isEqualTo(new FilestoreReport(2_000, bytes, 0));
        String[] names = Stream.of(contents).map(GivenBackup::storeName).toArray(String[]::new);
        assertThat(stored(PAIR)).containsExactlyInAnyOrder(names);
        assertThat(prove(true, names)).isEqualTo(new FilestoreProof(2_000, 0, 0, List.of()));
    }

    @Test
    void goesOnWhereAnEarlierAttemptStopped() {
        filestores().create(BUILDING);
        load(GivenBackup.of("a", "b"));
        GivenBackup backup = GivenBackup.of("a", "b", "c");
        assertThat(load(backup)).isEqualTo(new FilestoreReport(3, 3, 2));
        assertThat(backup.opened()).isOne();
    }

    @Test
    void refusesContentThatDoesNotMatchItsName() {
        filestores().create(BUILDING);
        String name = GivenBackup.storeName("true");
        Given lie = new Given(name, 5, () -> new ByteArrayInputStream("false".getBytes(StandardCharsets.UTF_8)));
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> load(GivenBackup.of(List.of(lie))))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_BACKUP))
                .withMessageContaining(name);
        assertThat(stored(PAIR)).isEmpty();
    }

    @Test
    void stopsAtTheFirstFailureAndLeavesNothingHalfWritten() {
        filestores().create(BUILDING);
        Given broken = new Given(GivenBackup.storeName("x"), 1, () -> {
            throw new OrchestratorException(ErrorCode.SOURCE_CHANGED, "replaced");
        });
        List<Given> attachments = Stream.concat(
                        Stream.of(broken),
                        IntStream.range(0, 5_000).mapToObj(i -> GivenBackup.attachment("content " + i)))
                .toList();
        GivenBackup backup = GivenBackup.of(attachments);
        refused(ErrorCode.SOURCE_CHANGED, () -> load(backup));
        assertThat(backup.opened()).isLessThan(4_000);
        assertThat(stored(PAIR)).allMatch(name -> name.matches("[0-9a-f]{2}/[0-9a-f]{40}"));
    }

    @Test
    void stopsWhenItIsNoLongerWanted() {
        filestores().create(BUILDING);
        Abort abort = new Abort();
        Given endless = new Given(GivenBackup.storeName("x"), Long.MAX_VALUE, () -> {
            abort.now();
            return InputStream.nullInputStream();
        });
        List<Given> attachments = Stream.concat(
                        Stream.of(endless),
                        IntStream.range(0, 5_000).mapToObj(i -> GivenBackup.attachment("content " + i)))
                .toList();
        GivenBackup backup = GivenBackup.of(attachments);
        refused(ErrorCode.UNAVAILABLE, () -> volumes().load(PAIR, backup, 0, abort));
        assertThat(backup.opened()).isLessThan(4_000);
    }

    @Test
    void reportsBytesAndFiles() {
        filestores().create(BUILDING);
        ConcurrentLinkedQueue<Progress> reports = new ConcurrentLinkedQueue<>();
        volumes().load(PAIR, GivenBackup.of("12345", "1234567"), 12, new Abort() {
            @Override
            public void report(Progress progress) {
                reports.add(progress);
            }
        });
        assertThat(reports).anyMatch(progress -> progress.done() == 12 && progress.percent() == 100);
        assertThat(reports).anyMatch(progress -> progress.detail().equals("2 files"));
    }

    @Test
    void findsWhatIsMissingAndWhatIsCorrupt() {
        filestores().create(BUILDING);
        load(GivenBackup.of("good", "evil"));
        String good = GivenBackup.storeName("good");
        String evil = GivenBackup.storeName("evil");
        damage(PAIR, evil);
        String missing = "ab/ab" + "0".repeat(38);
        assertThat(prove(false, good, evil, missing)).isEqualTo(new FilestoreProof(3, 1, 0, List.of(missing)));
        FilestoreProof proof = prove(true, good, evil, missing);
        assertThat(proof.missing()).isOne();
        assertThat(proof.corrupt()).isOne();
        assertThat(proof.examples()).containsExactlyInAnyOrder(evil, missing);
    }

    @Test
    void countsNamesOfAnyOtherShapeAsMissing() {
        filestores().create(BUILDING);
        String[] odd = {"../../.pair.json", "/etc/passwd", "checklist", "", "aa/" + "A".repeat(40), "x", "y"};
        FilestoreProof proof = prove(true, odd);
        assertThat(proof.missing()).isEqualTo(odd.length);
        assertThat(proof.examples()).hasSize(5);
    }

    @Test
    void loadsIntoNothingThatIsNotThere() {
        refused(ErrorCode.NOT_FOUND, () -> load(GivenBackup.of("a")));
    }

    @Test
    void expiresOnlyTheFilesOfThatInstanceAndDatabase() {
        filestores().expire(PAIR);
        filestores().create(BUILDING);
        StoragePair otherInstance =
                pair("shop/test", PAIR.database().value(), PAIR.filestore().value());
        StoragePair otherDatabase =
                pair("shop/erp", "other-0a1b2c3d", PAIR.filestore().value());
        refused(ErrorCode.NOT_OURS, () -> filestores().expire(otherInstance));
        refused(ErrorCode.NOT_OURS, () -> filestores().expire(otherDatabase));
        assertThat(exists(PAIR)).isTrue();
        filestores().expire(PAIR);
        assertThat(exists(PAIR)).isFalse();
    }

    @Test
    void knowsItsFreeSpace() {
        assertThat(filestores().freeBytes(PAIR.instance()).orElseThrow()).isPositive();
    }

    protected static void refused(ErrorCode code, ThrowingCallable action) {
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(action)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    /** A pulse that can be ended. */
    private static class Abort implements Pulse {
        private final List<Closeable> resources = new CopyOnWriteArrayList<>();
        private volatile boolean aborted;

        void now() {
            aborted = true;
            for (Closeable resource : resources) {
                try {
                    resource.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void report(Progress progress) {}

        @Override
        public Registration closeOnAbort(Closeable resource) {
            resources.add(resource);
            return () -> resources.remove(resource);
        }

        @Override
        public boolean aborted() {
            return aborted;
        }
    }
}
