package io.bemade.odoo.activities.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk of two megabytes that only a child process sees, and that is gone with it. */
class FullDiskTest {
    private static final List<String> NAMESPACE =
            List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c");

    @Test
    void saysWhichDiskIsFull(@TempDir Path directory) throws Exception {
        assumeTrue(run("true", directory).equals(""), "this system has no private mounts");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String mounted = "mount -t tmpfs -o size=2m tmpfs \"$1\" && exec \"$2\" -cp \"$3\" "
                + FullDiskTest.class.getName() + " \"$1\"";
        String output = run(mounted, directory, java, System.getProperty("java.class.path"));
        assertThat(output).startsWith("NO_SPACE the disk of " + directory).contains("is full: make room there");
    }

    private static String run(String script, Path directory, String... more) throws Exception {
        List<String> command = new ArrayList<>(NAMESPACE);
        command.addAll(List.of(script, "sh", directory.toString()));
        command.addAll(List.of(more));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "unshare is not there";
        }
    }

    /** Runs in the child process. */
    public static void main(String[] arguments) {
        new DirectoryFilestores(Path.of(arguments[0])).create(FilestoresContract.BUILDING);
        List<GivenBackup.Given> attachments = IntStream.range(0, 100)
                .mapToObj(i -> GivenBackup.attachment(Integer.toString(i).repeat(30_000)))
                .toList();
        try {
            new DirectoryVolumes(Path.of(arguments[0]), Optional.empty(), 2)
                    .load(FilestoresContract.PAIR, GivenBackup.of(attachments), 0, Pulse.none());
        } catch (OrchestratorException e) {
            System.out.println(e.code() + " " + e.getMessage());
        }
    }
}
