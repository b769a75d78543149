package io.bemade.odoo.activities.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume that is there before anything of ours is in it. */
class MountedVolumesTest {
    private static final Building COPY = building("copy", "clone/1");
    private static final StoragePair PRODUCTION = new StoragePair(
            InstanceRef.of("shop/erp"), "main", new DatabaseName("production"), new FilestoreName("of-production"));

    @TempDir
    private Path root;

    @Test
    void isFurnishedLikeADirectoryOfOurOwn() throws IOException {
        Path mount = Files.createDirectories(root.resolve("claim"));
        Files.createDirectory(mount.resolve("lost+found"));
        volumes().adopt(building("erp", "restore/1"));
        volumes().adopt(building("erp", "restore/1"));
        assertThat(mount.resolve("filestore/erp")).isDirectory();
        assertThat(mount.resolve("lost+found")).isDirectory();
        assertThat(Mark.read(mount.resolve(Mark.FILE))).contains(Mark.of(building("erp", "restore/1")));
    }

    @Test
    void aMarkThatCameWithAClonedVolumeIsReplaced() throws IOException {
        Path mount = Files.createDirectories(root.resolve("claim"));
        volumes().adopt(building("production", "restore/1"));
        volumes().adopt(building("copy", "clone/1"));
        assertThat(Mark.read(mount.resolve(Mark.FILE))).contains(Mark.of(building("copy", "clone/1")));
        assertThat(mount.resolve("filestore/production")).isDirectory();
    }

    @Test
    void nothingIsMadeWhereNothingIsMounted() {
        assertThatThrownBy(() -> volumes().adopt(building("erp", "restore/1")))
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void aSnapshotBecomesACopyOfOneDatabaseAndNothingElse() throws IOException {
        Path mount = snapshot();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThat(copy()).isEqualTo(new FilestoreReport(2, 11, 0));
            assertThat(below(mount))
                    .containsExactlyInAnyOrder(
                            ".pair.json",
                            "lost+found",
                            "filestore/copy/" + GivenBackup.storeName("first"),
                            "filestore/copy/" + GivenBackup.storeName("second"));
        }
        assertThat(Files.readString(mount.resolve("filestore/copy/" + GivenBackup.storeName("first"))))
                .isEqualTo("first");
        assertThat(Mark.read(mount.resolve(Mark.FILE))).contains(Mark.of(COPY));
    }

    @Test
    void whatAnAttemptThatDiedHasLeftIsTakenUp() throws IOException {
        Path mount = snapshot();
        volumes().adopt(COPY);
        Files.move(
                mount.resolve("filestore/production"), mount.resolve("filestore/copy"), StandardCopyOption.ATOMIC_MOVE);
        volumes().adopt(COPY);
        assertThat(copy()).isEqualTo(new FilestoreReport(2, 11, 0));
        assertThat(mount.resolve("sessions")).doesNotExist();
    }

    @Test
    void aSnapshotOfAProductionWithoutAttachmentsBecomesAnEmptyCopy() throws IOException {
        Files.createDirectories(root.resolve("claim/sessions"));
        assertThat(copy()).isEqualTo(new FilestoreReport(0, 0, 0));
        assertThat(root.resolve("claim/filestore/copy")).isEmptyDirectory();
    }

    @Test
    void soDoesWhatIsMountedBesideItWithoutAttachments() throws IOException {
        Files.createDirectories(root.resolve("of-production/sessions"));
        Files.createDirectory(root.resolve("claim"));
        assertThat(copy()).isEqualTo(new FilestoreReport(0, 0, 0));
        assertThat(root.resolve("claim/filestore/copy")).isEmptyDirectory();
    }

    @Test
    void whatIsMountedBesideItIsCopiedAndLeftAsItIs() throws IOException {
        Path production = volume(root.resolve("of-production"));
        List<String> before = below(production);
        Files.createDirectory(root.resolve("claim"));
        assertThat(copy()).isEqualTo(new FilestoreReport(2, 11, 0));
        assertThat(copy()).isEqualTo(new FilestoreReport(2, 11, 2));
        assertThat(below(production)).isEqualTo(before);
        assertThat(below(root.resolve("claim")))
                .containsExactlyInAnyOrder(
                        ".pair.json",
                        "filestore/copy/" + GivenBackup.storeName("first"),
                        "filestore/copy/" + GivenBackup.storeName("second"));
    }

    @Test
    void whatAMachineThatWentDownLeftShortIsMadeAnewByLinkAndByCopy() throws IOException {
        volume(root.resolve("of-production"));
        Files.createDirectory(root.resolve("claim"));
        volumes().adopt(COPY);
        Path copied = root.resolve("claim/filestore/copy");
        Path empty = copied.resolve(GivenBackup.storeName("first"));
        Path complete = copied.resolve(GivenBackup.storeName("second"));
        Path from = root.resolve("of-production/filestore/production");
        for (boolean links : List.of(true, false)) {
            for (Path file : List.of(empty, complete)) {
                Files.createDirectories(file.getParent());
                Files.deleteIfExists(file);
            }
            Files.createFile(empty);
            Files.writeString(complete, "SECOND");

            assertThat(new FilestoreCopy(from, copied, links, 2, Pulse.none()).run())
                    .isEqualTo(new FilestoreReport(2, 11, 1));

            assertThat(empty).hasContent("first");
            assertThat(complete).hasContent("SECOND");
            assertThat(Files.isSameFile(empty, from.resolve(GivenBackup.storeName("first"))))
                    .isEqualTo(links);
        }
    }

    @Test
    void aSnapshotThatIsNotMarkedAsTheCopyIsNotTouched() throws IOException {
        Path mount = snapshot();
        List<String> before = below(mount);
        assertThatThrownBy(() -> volumes().copy(PRODUCTION, COPY.pair(), Pulse.none()))
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_OURS));
        assertThat(below(mount)).isEqualTo(before);
    }

    private FilestoreReport copy() {
        volumes().adopt(COPY);
        return volumes().copy(PRODUCTION, COPY.pair(), Pulse.none());
    }

    private Path snapshot() throws IOException {
        return volume(root.resolve("claim"));
    }

    /** All that may be in a production's volume. */
    private static Path volume(Path volume) throws IOException {
        for (String file : List.of(
                "filestore/production/" + GivenBackup.storeName("first"),
                "filestore/production/" + GivenBackup.storeName("second"))) {
            Path path = volume.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(
                    path,
                    file.endsWith(GivenBackup.storeName("first")) ? "first" : "second",
                    StandardOpenOption.CREATE);
        }
        for (String file : List.of(
                "filestore/production/" + GivenBackup.storeName("first") + ".part",
                "filestore/production/checklist/" + GivenBackup.storeName("first"),
                "filestore/production/ab",
                "filestore/other/" + GivenBackup.storeName("of another database"),
                "filestore/.other.pair.json",
                "sessions/ab/session",
                "addons/19.0/module/__init__.py")) {
            Path path = volume.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "");
        }
        Files.createSymbolicLink(volume.resolve("filestore/linked"), volume.resolve("filestore/other"));
        Files.createDirectory(volume.resolve("lost+found"));
        Files.writeString(volume.resolve(Mark.FILE), "{\"product\":\"odoo-orchestrator\",\"database\":\"production\"}");
        return volume;
    }

    /** Files and empty directories. */
    private static List<String> below(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(
                            path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || path.endsWith("lost+found"))
                    .map(path -> directory.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    private MountedVolumes volumes() {
        return new MountedVolumes(root, 2);
    }

    private static Building building(String database, String operation) {
        return new Building(
                new StoragePair(
                        InstanceRef.of("shop/erp"), "main", new DatabaseName(database), new FilestoreName("claim")),
                operation,
                Instant.EPOCH);
    }
}
