package io.bemade.odoo.activities.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bemade.odoo.activities.port.Filestores;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.port.Volumes;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFilestoresTest extends FilestoresContract {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path temporary;

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @BeforeEach
    void chooseRoot() {
        root = temporary.resolve("not yet there");
    }

    @Override
    protected Filestores filestores() {
        return new DirectoryFilestores(root);
    }

    @Override
    protected Volumes volumes() {
        return new DirectoryVolumes(root, Optional.empty(), 3);
    }

    private Path dataDirectory(StoragePair pair) {
        return root.resolve(pair.filestore().value());
    }

    private Path files(StoragePair pair) {
        return dataDirectory(pair).resolve("filestore").resolve(pair.database().value());
    }

    @Override
    protected Set<String> stored(StoragePair pair) {
        Path files = files(pair);
        try (Stream<Path> all = Files.walk(files)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> files.relativize(file).toString())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void damage(StoragePair pair, String storeName) {
        try {
            Path file = files(pair).resolve(storeName);
            Files.write(file, new byte[(int) Files.size(file)]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected boolean exists(StoragePair pair) {
        return Files.exists(dataDirectory(pair));
    }

    @Test
    void isReadableByOdoosGroupAndNobodyElse() throws Exception {
        filestores().create(BUILDING);
        volumes().load(PAIR, GivenBackup.of("a"), 0, Pulse.none());
        Path file = files(PAIR).resolve(GivenBackup.storeName("a"));
        assertThat(mode(file)).isEqualTo("rw-r-----");
        try (Stream<Path> all = Files.walk(dataDirectory(PAIR))) {
            assertThat(all.filter(Files::isDirectory))
                    .hasSize(4)
                    .allSatisfy(directory -> assertThat(mode(directory)).isEqualTo("rwxr-x---"));
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void neverTouchesADirectoryWithoutAMark() throws Exception {
        Path foreign = Files.createDirectories(files(PAIR));
        refused(ErrorCode.NOT_OURS, () -> filestores().create(BUILDING));
        refused(ErrorCode.NOT_OURS, () -> filestores().drop(BUILDING));
        refused(ErrorCode.NOT_OURS, () -> filestores().expire(PAIR));
        refused(ErrorCode.NOT_OURS, () -> volumes().load(PAIR, GivenBackup.of("a"), 0, Pulse.none()));
        Files.writeString(dataDirectory(PAIR).resolve(Mark.FILE), "{\"product\": \"another\"}");
        refused(ErrorCode.NOT_OURS, () -> filestores().drop(BUILDING));
        Files.writeString(dataDirectory(PAIR).resolve(Mark.FILE), "no JSON");
        refused(ErrorCode.NOT_OURS, () -> filestores().drop(BUILDING));
        assertThat(foreign).isEmptyDirectory();
    }

    @Test
    void deletesLinksAndNotWhatTheyPointTo() throws Exception {
        Path precious = Files.createDirectories(temporary.resolve("precious"));
        Files.writeString(precious.resolve("file"), "keep");
        filestores().create(BUILDING);
        Files.createSymbolicLink(dataDirectory(PAIR).resolve("link"), precious);
        Files.createSymbolicLink(files(PAIR).resolve("aa"), precious.resolve("file"));
        filestores().drop(BUILDING);
        assertThat(exists(PAIR)).isFalse();
        assertThat(precious.resolve("file")).hasContent("keep");
    }

    @Test
    void leavesALinkInPlaceOfADataDirectoryAlone() throws Exception {
        filestores().create(BUILDING);
        Path elsewhere = temporary.resolve("elsewhere");
        Files.move(dataDirectory(PAIR), elsewhere);
        Files.createSymbolicLink(dataDirectory(PAIR), elsewhere);
        refused(ErrorCode.NOT_OURS, () -> filestores().drop(BUILDING));
        assertThat(elsewhere.resolve(Mark.FILE)).exists();
    }

    @Test
    void finishesADropThatWasInterrupted() throws Exception {
        filestores().create(BUILDING);
        volumes().load(PAIR, GivenBackup.of("a"), 0, Pulse.none());
        Path gone = root.resolve(".gone-" + PAIR.filestore());
        Files.move(dataDirectory(PAIR), gone);
        Building other = new Building(PAIR, "restore/shop/erp/2", Instant.EPOCH);
        refused(ErrorCode.NOT_OURS, () -> filestores().drop(other));
        assertThat(gone).exists();
        filestores().drop(BUILDING);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void finishesACreationThatWasInterrupted() throws Exception {
        Files.createDirectories(root.resolve(".new-" + PAIR.filestore()).resolve("filestore"));
        filestores().create(BUILDING);
        assertThat(files(PAIR)).isDirectory();
        try (Stream<Path> entries = Files.list(root)) {
            assertThat(entries).containsExactly(dataDirectory(PAIR));
        }
    }

    @Test
    void sweepsAwayWhatADeadAttemptLeftHalfWritten() throws Exception {
        filestores().create(BUILDING);
        Path folder = Files.createDirectories(files(PAIR).resolve("ab"));
        Files.writeString(folder.resolve("ab12.x" + AttachmentWriter.UNFINISHED), "half");
        volumes().load(PAIR, GivenBackup.of("a"), 0, Pulse.none());
        assertThat(stored(PAIR)).containsExactly(GivenBackup.storeName("a"));
    }

    @Test
    void writesAgainWhatIsThereWithAnotherSize() throws Exception {
        filestores().create(BUILDING);
        volumes().load(PAIR, GivenBackup.of("whole"), 0, Pulse.none());
        Path file = files(PAIR).resolve(GivenBackup.storeName("whole"));
        Files.writeString(file, "half");
        volumes().load(PAIR, GivenBackup.of("whole"), 0, Pulse.none());
        assertThat(file).hasContent("whole");
    }

    @Test
    void inADirectoryOfOthersDeletesOnlyTheMarkedDatabasesFiles() throws Exception {
        Path shared = temporary.resolve("var/lib/odoo");
        StoragePair adopted = pair("shop/erp", "erp", shared.toString());
        refused(ErrorCode.NOT_FOUND, () -> filestores().adopt(adopted));
        Files.createDirectories(shared.resolve("filestore/erp/aa"));
        Files.createDirectories(shared.resolve("filestore/other"));
        refused(ErrorCode.NOT_OURS, () -> filestores().create(new Building(adopted, "x", Instant.EPOCH)));
        refused(ErrorCode.NOT_OURS, () -> filestores().expire(adopted));
        assertThat(shared.resolve("filestore/erp/aa")).isDirectory();
        filestores().adopt(adopted);
        filestores().adopt(adopted);
        refused(ErrorCode.NOT_OURS, () -> filestores().adopt(pair("shop/test", "erp", shared.toString())));
        refused(ErrorCode.NOT_OURS, () -> filestores().drop(new Building(adopted, "x", Instant.EPOCH)));
        filestores().expire(adopted);
        filestores().expire(adopted);
        try (Stream<Path> left = Files.list(shared.resolve("filestore"))) {
            assertThat(left).containsExactly(shared.resolve("filestore/other"));
        }
    }

    @Test
    void givesEverythingToTheConfiguredUser() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may give files away");
        filestores().create(BUILDING);
        Path precious = Files.writeString(temporary.resolve("precious"), "mine");
        Files.createSymbolicLink(dataDirectory(PAIR).resolve("link"), precious);
        volumes().load(PAIR, GivenBackup.of("a"), 0, Pulse.none());
        new DirectoryVolumes(root, Optional.of(Owner.of("4242:4343")), 1).own(PAIR, Pulse.none());
        try (Stream<Path> all = Files.walk(dataDirectory(PAIR))) {
            assertThat(all.filter(path -> !Files.isSymbolicLink(path))).allSatisfy(path -> {
                assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(4242);
                assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(4343);
            });
        }
        assertThat(Files.getAttribute(precious, "unix:uid")).isEqualTo(0);
    }

    @Test
    void saysWhatToDoWhenItMayNotGiveFilesAway() {
        assumeTrue(!System.getProperty("user.name").equals("root"), "root may give files away");
        filestores().create(BUILDING);
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> new DirectoryVolumes(root, Optional.of(Owner.of("4242")), 1).own(PAIR, Pulse.none()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED))
                .withMessageContaining("run the worker as root");
    }

    @Test
    void keepsTheFilesWhenNoOwnerIsConfigured() {
        filestores().create(BUILDING);
        volumes().own(PAIR, Pulse.none());
        assertThat(files(PAIR)).isDirectory();
    }

    @Test
    void namesTheOwnerWhoDoesNotExist() {
        filestores().create(BUILDING);
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() ->
                        new DirectoryVolumes(root, Optional.of(Owner.of("nobody-here")), 1).own(PAIR, Pulse.none()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .withMessageContaining("user nobody-here does not exist");
        assertThatIllegalArgumentException().isThrownBy(() -> Owner.of("a:b:c"));
    }

    /** Below a path that is longer than the system takes, nobody can look, not even root. */
    @Test
    void whatCannotBeListedAtTheMomentIsTriedAgain() throws IOException {
        filestores().create(BUILDING);
        String longPath = String.join("/", Collections.nCopies(12, "x".repeat(250)));
        Path deep = Files.createDirectories(files(PAIR).resolve(longPath));
        Path elsewhere = temporary.resolve("elsewhere");
        Files.createDirectories(elsewhere.resolve(longPath));
        Path tooDeep = Files.move(elsewhere, deep.resolve("y"));
        Owner myself = Owner.of(System.getProperty("user.name"));
        try {
            refused(ErrorCode.UNAVAILABLE, () -> volumes().own(PAIR, Pulse.none()));
            refused(
                    ErrorCode.UNAVAILABLE,
                    () -> new DirectoryVolumes(root, Optional.of(myself), 1).own(PAIR, Pulse.none()));
        } finally {
            Files.move(tooDeep, elsewhere); // else the directory could not be deleted
        }
    }

    @Test
    void whatAKilledAttemptToMakeItLeftIsDroppedToo() throws IOException {
        Files.createDirectories(root.resolve(".new-" + PAIR.filestore().value()).resolve("filestore"));
        filestores().drop(BUILDING);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void itIsRequiredToBeThereAndTheInstances() {
        assertThatThrownBy(() -> filestores().require(PAIR)).hasMessageContaining("does not exist");
        filestores().create(BUILDING);
        filestores().require(PAIR);
        StoragePair others =
                pair("shop/other", PAIR.database().value(), PAIR.filestore().value());
        assertThatThrownBy(() -> filestores().require(others)).hasMessageContaining("not touched");
    }
}
