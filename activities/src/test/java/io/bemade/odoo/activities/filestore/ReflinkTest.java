package io.bemade.odoo.activities.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReflinkTest {
    private static final int SIZE = 32 << 20;

    @TempDir
    private Path directory = Path.of("");

    /** On a file system of its own, of the kind that can. */
    @Test
    void sharesBlocksUntilOneIsWritten() throws Exception {
        Path image = directory.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(400L << 20);
        }
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                ran("mkfs.xfs", "-q", image.toString())
                        && ran("mount", "-o", "loop", image.toString(), disk.toString()),
                "nobody here may mount XFS");
        try {
            sharesOn(disk);
        } finally {
            assertThat(ran("umount", disk.toString())).isTrue();
        }
    }

    private static void sharesOn(Path disk) throws IOException {
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        String name = "a".repeat(40);
        Path source = disk.resolve("from");
        Path original = Files.createDirectories(source.resolve("aa")).resolve(name);
        Files.write(original, bytes);
        Path to = Files.createDirectories(disk.resolve("to"));
        long before = Files.getFileStore(disk).getUsableSpace();

        FilestoreReport report = new FilestoreCopy(source, to, false, 2, Pulse.none()).run();

        assertThat(report).isEqualTo(new FilestoreReport(1, SIZE, 0));
        assertThat(before - Files.getFileStore(disk).getUsableSpace()).isLessThan(SIZE / 4);
        Path copy = to.resolve("aa").resolve(name);
        assertThat(copy).hasBinaryContent(bytes);
        assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(Files.getPosixFilePermissions(original));
        Files.write(original, new byte[] {1});
        assertThat(copy).as("a file of its own").hasBinaryContent(bytes);
    }

    @Test
    void leavesNothingWhereItCannotBeDone() throws IOException {
        Path fresh = directory.resolve("fresh");
        assertThatThrownBy(() -> Reflink.copy(directory.resolve("none"), fresh))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(fresh).doesNotExist();
        assertThat(Reflink.copy(Path.of("/proc/self/status"), fresh))
                .as("from another file system")
                .isFalse();
        assertThat(fresh).doesNotExist();
    }

    private static boolean ran(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
