package io.bemade.odoo.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bemade.odoo.embedded.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Starts real servers by their scripts, under names and ports of this suite's own, and stops at the end exactly what it
 * started. The scripts are copied first, for a checkout may have lost its symbolic links.
 */
final class RealStack {
    private static final Slot SLOT = Slot.take();
    private static final Commons COMMONS = new Commons();

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("TEMPORAL_INSTANCE", SLOT.name("temporal")),
            Map.entry("TEMPORAL_PORT", String.valueOf(SLOT.port(27233))),
            Map.entry("TEMPORAL_UI_PORT", String.valueOf(SLOT.port(27234))),
            Map.entry("S3_INSTANCE", SLOT.name("s3")),
            Map.entry("S3_PORT", String.valueOf(SLOT.port(27900))),
            Map.entry("PG_INSTANCE", SLOT.name("pg")),
            Map.entry("PG_CONF", "max_locks_per_transaction = 256"));

    private static @Nullable RealStack started;

    private final Path home;
    private final Path scripts;
    private final Path data;
    private final Map<String, Map<String, String>> up = new TreeMap<>();
    private final Deque<List<String>> downs = new ArrayDeque<>();

    private RealStack(Path home, Path original, Path data) throws IOException {
        this.home = home;
        this.scripts = home.resolve("realstack");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        copy(original, scripts);
        this.data = data;
        Runtime.getRuntime().addShutdownHook(new Thread(this::down, "real-stack-down"));
    }

    /** The stack of this JVM; the test is skipped, with a sentence, where it cannot be had. */
    static synchronized RealStack require() {
        String folder = System.getProperty("realstack", "");
        require(!folder.isEmpty(), "no real servers: give -Drealstack=FOLDER");
        require("root".equals(System.getProperty("user.name")), "the real servers' scripts need root");
        if (started == null) {
            Path original = Path.of(folder);
            try {
                started = new RealStack(
                        Files.createTempDirectory("odooctl-e2e"), original, original.resolveSibling("data"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return started;
    }

    /** Skips the test, and says why where people look: reports are opened when something is red. */
    private static void require(boolean had, String sentence) {
        if (!had) {
            System.err.println("Did not run: " + sentence);
        }
        assumeTrue(had, sentence);
    }

    /** {@code TEMPORAL_ADDRESS}, {@code TEMPORAL_CLI}. */
    Map<String, String> temporal() {
        return up("temporal/up", Map.of(), "temporal/down", "--wipe");
    }

    /** A port that no other run of this suite uses. */
    static int port(int first) {
        return SLOT.port(first);
    }

    void killTemporal() {
        run(Map.of(), List.of(script("temporal/kill9"), "1")).orThrow();
    }

    /** {@code S3_ENDPOINT}, {@code S3_ACCESS_KEY}, {@code S3_SECRET_KEY}, {@code S3_BUCKET}. */
    Map<String, String> s3() {
        return up("s3/up", Map.of(), "s3/down", "--wipe");
    }

    /** {@code PGHOST}, {@code PGPORT}. */
    Map<String, String> postgres(int version) {
        Map<String, String> port = Map.of("PG_PORT", String.valueOf(SLOT.port(27300 + 100 * (version - 14))));
        return up("odoo/postgres-up " + version, port, "odoo/postgres-down", String.valueOf(version), "--wipe");
    }

    /** Builds what {@link #script} {@code odoo/run-odoo} and {@code odoo/bin/*} need. */
    void odoo() {
        up("odoo/up", Map.of());
    }

    /**
     * {@code KUBECONFIG}. There is one such cluster on a machine: one that somebody else started is used and left running.
     * The first start builds it, which takes many minutes.
     */
    synchronized Map<String, String> kubernetes() {
        return up.computeIfAbsent(
                "kubernetes/up",
                key -> COMMONS.change(() -> {
                    Shell status = run(Map.of(), List.of(script("kubernetes/status")));
                    COMMONS.use(status.out().contains(" up "));
                    Shell start = Shell.run(NAMES, List.of(script(key)), 2400);
                    require(start.exit() == 0, "no Kubernetes cluster, for its start says: " + lastLine(start.err()));
                    return settings(start.out());
                }));
    }

    /** One of the cluster's own programs stands still meanwhile. */
    void whileFrozen(String program, Runnable work) throws IOException {
        Path file = Path.of(kubernetes().getOrDefault("KUBECONFIG", ""))
                .resolveSibling("pids")
                .resolve(program);
        String pid = Files.readString(file).split(" ")[0];
        Shell.run(Map.of(), List.of("kill", "-STOP", pid), 10).orThrow();
        try {
            work.run();
        } finally {
            Shell.run(Map.of(), List.of("kill", "-CONT", pid), 10).orThrow();
        }
    }

    /** Of a real Odoo, for {@link #image}. */
    Path odooImage() {
        odoo();
        return Path.of(COMMONS.change(
                () -> run(Map.of(), List.of(script("odoo/image"))).orThrow().strip()));
    }

    /** Puts an image where the cluster's pods find it; once is enough. */
    synchronized void image(Path tar) {
        kubernetes();
        up.computeIfAbsent(
                "image " + tar,
                key -> COMMONS.change(() -> {
                    run(Map.of(), List.of(script("kubernetes/load-image"), tar.toString()))
                            .orThrow();
                    return Map.of();
                }));
    }

    String script(String name) {
        return scripts.resolve(name).toString();
    }

    /** A real backup that lies beside the scripts. */
    Path backup(String name) {
        Path file = data.resolve(name);
        require(Files.exists(file), "no " + name + " beside the real servers' scripts");
        return file;
    }

    /** A new directory that is deleted when the tests end. */
    Path directory() throws IOException {
        Path directory = Files.createTempDirectory(home, "host");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return directory;
    }

    Shell run(Map<String, String> environment, List<String> command) {
        Map<String, String> all = new TreeMap<>(NAMES);
        all.putAll(environment);
        return Shell.run(all, command, 900);
    }

    private synchronized Map<String, String> up(String command, Map<String, String> environment, String... down) {
        return up.computeIfAbsent(
                command,
                key -> COMMONS.change(() -> {
                    List<String> words = List.of(command.split(" "));
                    List<String> call = new java.util.ArrayList<>(words);
                    call.set(0, script(words.get(0)));
                    if (down.length > 0) {
                        List<String> undo = new java.util.ArrayList<>(List.of(down));
                        undo.set(0, script(down[0]));
                        run(Map.of(), undo); // what a run that was killed left knows locks that nobody will give back
                        downs.push(undo);
                    }
                    return settings(run(environment, call).orThrow());
                }));
    }

    private static Map<String, String> settings(String out) {
        return out.lines()
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b));
    }

    private static String lastLine(String text) {
        return text.lines().reduce("nothing", (before, line) -> line);
    }

    private void down() {
        while (!downs.isEmpty()) {
            run(Map.of(), downs.pop());
        }
        COMMONS.leave(() -> run(Map.of(), List.of(script("kubernetes/down"))));
        try {
            Directories.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path original, Path copy) throws IOException {
        Files.walkFileTree(original, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(copy.resolve(original.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path to = copy.resolve(original.relativize(file));
                if (isLostLink(file, attributes)) {
                    Files.createSymbolicLink(to, Path.of(Files.readString(file).strip()));
                } else {
                    Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A checkout without symbolic links leaves a small file that holds the link's target. */
    private static boolean isLostLink(Path file, BasicFileAttributes attributes) throws IOException {
        return file.toString().contains("/bin/")
                && attributes.size() < 64
                && !Files.isExecutable(file)
                && Set.of("client").contains(Files.readString(file).strip());
    }
}
