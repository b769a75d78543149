package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bemade.odoo.embedded.Directories;
import io.bemade.odoo.sample.Options;
import io.bemade.odoo.sample.SampleBackup;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Everything also works for a user who is nobody: the demo, which is every server, a worker, two restores and a rollback.
 * Whoever builds as an ordinary user has seen it anyway; here root becomes one.
 */
class OrdinaryUserE2E {
    private static final int NOBODY = 65534;

    private Path home = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        home = Files.createTempDirectory("odooctl-nobody");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void clean() throws IOException {
        Directories.delete(home);
    }

    @Test
    void theDemoRunsForAUserWithoutAnyRight() throws Exception {
        List<String> nobody = List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--inh-caps=-all",
                "--bounding-set=-all",
                "--no-new-privs");
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
        assumeTrue(works(nobody, "true"), "setpriv cannot make root an ordinary user here");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assumeTrue(works(nobody, java.toString(), "-version"), java + " is not for everybody to run");

        Path work = Files.createDirectory(home.resolve("work"));
        Files.setAttribute(work, "unix:uid", NOBODY);
        List<String> command = new ArrayList<>(nobody);
        command.addAll(List.of(java.toString(), "-cp", copyOfClassPath(), "io.bemade.odoo.local.Main", "demo"));
        command.addAll(
                List.of(backup().toString(), "--dir", work.resolve("demo").toString()));
        Shell demo = Shell.run(Map.of("HOME", work.toString(), "TMPDIR", work.toString()), command, 180);

        assertThat(demo.exit()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.out()).contains("== Roll back", "* in use", "  kept    ");
        assertThat(owners(work)).containsOnly(NOBODY);
    }

    private Path backup() throws IOException {
        Path zip = home.resolve("sample.zip");
        try (OutputStream out = Files.newOutputStream(zip)) {
            SampleBackup.write(out, Options.ofSize(3_000_000));
        }
        return zip;
    }

    /** Builds lie where others may not look. */
    private String copyOfClassPath() throws IOException {
        Path library = Files.createDirectory(home.resolve("lib"));
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                Path to = library.resolve(copies.size() + "-" + from.getFileName());
                copy(from, to);
                copies.add(to.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.copy(file, copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static boolean works(List<String> prefix, String... command) {
        return Shell.run(
                                Map.of(),
                                List.of(
                                        "sh",
                                        "-c",
                                        Stream.concat(prefix.stream(), Stream.of(command))
                                                .collect(Collectors.joining(" "))))
                        .exit()
                == 0;
    }

    private static List<Object> owners(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Object> owners = new ArrayList<>();
            for (Path file : files.toList()) {
                owners.add(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS));
            }
            return owners;
        }
    }
}
