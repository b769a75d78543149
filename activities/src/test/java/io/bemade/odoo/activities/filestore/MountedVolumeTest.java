package io.bemade.odoo.activities.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume that is there before anything of ours is in it. */
class MountedVolumeTest {
    @TempDir
    private Path root;

    @Test
    void isFurnishedLikeADirectoryOfOurOwn() throws IOException {
        Path mount = Files.createDirectories(root.resolve("claim"));
        Files.createDirectory(mount.resolve("lost+found"));
        volumes().adoptMounted(building("erp", "restore/1"));
        volumes().adoptMounted(building("erp", "restore/1"));
        assertThat(mount.resolve("filestore/erp")).isDirectory();
        assertThat(mount.resolve("lost+found")).isDirectory();
        assertThat(Mark.read(mount.resolve(Mark.FILE))).contains(Mark.of(building("erp", "restore/1")));
    }

    @Test
    void aMarkThatCameWithAClonedVolumeIsReplaced() throws IOException {
        Path mount = Files.createDirectories(root.resolve("claim"));
        volumes().adoptMounted(building("production", "restore/1"));
        volumes().adoptMounted(building("copy", "clone/1"));
        assertThat(Mark.read(mount.resolve(Mark.FILE))).contains(Mark.of(building("copy", "clone/1")));
        assertThat(mount.resolve("filestore/production")).isDirectory();
    }

    @Test
    void nothingIsMadeWhereNothingIsMounted() {
        assertThatThrownBy(() -> volumes().adoptMounted(building("erp", "restore/1")))
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(root).isEmptyDirectory();
    }

    private DirectoryVolumes volumes() {
        return new DirectoryVolumes(root, Optional.empty(), 1);
    }

    private static Building building(String database, String operation) {
        return new Building(
                new StoragePair(
                        InstanceRef.of("shop/erp"), "main", new DatabaseName(database), new FilestoreName("claim")),
                operation,
                Instant.EPOCH);
    }
}
