package io.bemade.odoo.bench;

import io.bemade.odoo.bench.Comparison.Action;
import io.bemade.odoo.bench.Comparison.Way;
import io.bemade.odoo.embedded.Directories;
import io.bemade.odoo.sample.Options;
import io.bemade.odoo.sample.SampleBackup;
import io.bemade.odoo.workflows.model.CopyStrategy;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.staging.CloneResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Ours against what people use today, on one server, in turn. Prints tables in Markdown.
 *
 * <p>Arguments are {@code key=value}: {@code programs} (folder of PostgreSQL's), {@code server} (host:port; superuser
 * {@code postgres}/{@code postgres}, administrator {@code admin}/{@code admin}), {@code zip} (a backup of Odoo) or
 * {@code size} (MB of a generated one), {@code rounds}, {@code works} (of {@code restore,database,clone,live}; absent = all)
 * and {@code odooLoad} (a program that is given a database and a zip and does what Odoo does).
 */
public final class Bench {
    private static final String PEER = "bench_peer";
    private static final String SOURCE = "bench_source";

    private final Programs programs;
    private final Path directory;
    private final Path zip;
    private final Optional<String> odooLoad;

    private Bench(Map<String, String> settings, Path directory) throws IOException {
        String[] server = settings.getOrDefault("server", "127.0.0.1:5432").split(":");
        this.programs = new Programs(
                Path.of(settings.getOrDefault("programs", "/usr/bin")), server[0], Integer.parseInt(server[1]));
        this.directory = directory;
        this.zip = settings.containsKey("zip")
                ? Path.of(settings.get("zip"))
                : sample(Long.parseLong(settings.getOrDefault("size", "100")) * 1_000_000);
        this.odooLoad = Optional.ofNullable(settings.get("odooLoad"));
    }

    /** Ends the process by itself: threads of servers and workers would keep it. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> settings = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Path directory = Files.createTempDirectory("odooctl-bench");
        int exit = 0;
        try {
            Bench bench = new Bench(settings, directory);
            bench.run(
                    Arrays.asList(settings.getOrDefault("works", "restore,database,clone,live")
                            .split(",")),
                    Integer.parseInt(settings.getOrDefault("rounds", "3")));
        } catch (Exception e) {
            System.err.println("The bench failed: " + e);
            exit = 1;
        } finally {
            Directories.delete(directory);
        }
        System.exit(exit);
    }

    private Path sample(long bytes) throws IOException {
        Path sample = directory.resolve("sample.zip");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(sample), 1 << 16)) {
            SampleBackup.write(out, Options.ofSize(bytes));
        }
        return sample;
    }

    private void run(List<String> works, int rounds) throws Exception {
        Path dump = directory.resolve("dump.sql");
        programs.run("sh", "-c", "unzip -p \"$0\" dump.sql > \"$1\"", zip.toString(), dump.toString());
        programs.fresh(SOURCE);
        programs.psql(SOURCE, "-1", "-f", dump.toString());
        programs.psql(SOURCE, "-c", "VACUUM ANALYZE");
        try (Ours ours = new Ours(programs, directory, zip)) {
            ours.restore(); // warms both sides up, and is there to be cloned
            System.out.printf(
                    Locale.ROOT,
                    "## %s: %.1f MB zip, %.1f MB dump.sql, %d rounds%n%n",
                    zip.getFileName(),
                    Files.size(zip) / 1e6,
                    Files.size(dump) / 1e6,
                    rounds);
            for (String work : works) {
                ours.steps();
                Comparison comparison = switch (work) {
                    case "restore" -> restore(ours);
                    case "database" -> database(dump);
                    case "clone" -> templateClone(ours);
                    case "live" -> live(ours);
                    default -> throw new IllegalArgumentException("no such work: " + work);
                };
                System.out.print(comparison.run(rounds));
                System.out.print(ours.steps());
            }
        } finally {
            programs.drop(PEER);
            programs.drop(SOURCE);
        }
    }

    /** From the zip to a pair that can be used. */
    private Comparison restore(Ours ours) {
        List<Way> ways = new ArrayList<>();
        odooLoad.ifPresent(program -> ways.add(new Way(
                "odoo db load",
                () -> programs.drop(PEER),
                () -> programs.run(program, PEER, zip.toString()),
                () -> programs.drop(PEER))));
        Path unpacked = directory.resolve("unpacked");
        ways.add(new Way(
                "unzip + psql -1",
                () -> programs.fresh(PEER),
                () -> {
                    programs.run("unzip", "-q", zip.toString(), "-d", unpacked.toString());
                    programs.psql(PEER, "-1", "-f", unpacked.resolve("dump.sql").toString());
                },
                () -> {
                    programs.drop(PEER);
                    Directories.delete(unpacked);
                }));
        List<RestoreResult> last = new ArrayList<>();
        ways.add(new Way(
                "**restore**",
                this::calm,
                () -> last.add(ours.restore()),
                () -> last.remove(0).previous().ifPresent(ours::forget)));
        return new Comparison("A pair from its backup in S3", ways);
    }

    /** From the script or an archive of it on this machine to a database. */
    private Comparison database(Path dump) {
        Path custom = directory.resolve("custom.dump");
        Path folder = directory.resolve("folder");
        programs.run(programs.program("pg_dump"), "-Fc", "-Z", "lz4", "--no-owner", "-f", custom.toString(), SOURCE);
        programs.run(
                programs.program("pg_dump"), "-Fd", "-j2", "-Z", "lz4", "--no-owner", "-f", folder.toString(), SOURCE);
        OurLoader loader = new OurLoader(programs);
        return new Comparison(
                "A database from its dump",
                List.of(
                        intoPeer("pg_restore -j2, custom", () -> restoreArchive(custom)),
                        intoPeer("pg_restore -j2, directory", () -> restoreArchive(folder)),
                        intoPeer("psql -1", () -> programs.psql(PEER, "-1", "-f", dump.toString())),
                        new Way(
                                "**loader**",
                                () -> {
                                    calm();
                                    loader.create();
                                },
                                () -> loader.load(dump),
                                loader::drop)));
    }

    /** A pair of a production that nobody disturbs. */
    private Comparison templateClone(Ours ours) {
        Path copy = directory.resolve("copy");
        return new Comparison(
                "A clone by template",
                List.of(
                        new Way(
                                "CREATE DATABASE … FILE_COPY + cp -a --reflink=auto",
                                () -> {
                                    programs.drop(PEER);
                                    calm();
                                },
                                () -> {
                                    programs.sql(
                                            "CREATE DATABASE " + PEER + " TEMPLATE " + SOURCE + " STRATEGY FILE_COPY");
                                    programs.run(
                                            "cp",
                                            "-a",
                                            "--reflink=auto",
                                            ours.filestore().toString(),
                                            copy.toString());
                                },
                                () -> {
                                    programs.drop(PEER);
                                    Directories.delete(copy);
                                }),
                        cloned("**clone**", ours, CopyStrategy.TEMPLATE)));
    }

    /** Of a database that is in use. */
    private Comparison live(Ours ours) {
        String dump = programs.program("pg_dump");
        Path folder = directory.resolve("live");
        return new Comparison(
                "A copy of a live database",
                List.of(
                        intoPeer("pg_dump -Fd -j2, pg_restore -j2", () -> {
                            programs.run(
                                    dump, "-Fd", "-j2", "-Z", "lz4", "--no-owner", "-f", folder.toString(), SOURCE);
                            restoreArchive(folder);
                            Directories.delete(folder);
                        }),
                        intoPeer(
                                "pg_dump piped into psql -1",
                                () -> programs.run(
                                        "sh",
                                        "-c",
                                        "\"$0\" --no-owner " + SOURCE + " | \"$1\" -X -q -1 -o /dev/null -d " + PEER,
                                        dump,
                                        programs.program("psql"))),
                        cloned("**clone**, with filestore and checks", ours, CopyStrategy.ONLINE)));
    }

    private Way cloned(String name, Ours ours, CopyStrategy strategy) {
        List<CloneResult> last = new ArrayList<>();
        return new Way(
                name,
                this::calm,
                () -> last.add(ours.cloneStaging(strategy)),
                () -> last.remove(0).previous().ifPresent(ours::forget));
    }

    private Way intoPeer(String name, Action load) {
        return new Way(name, () -> programs.fresh(PEER), load, () -> programs.drop(PEER));
    }

    private void restoreArchive(Path archive) {
        programs.run(programs.program("pg_restore"), "--no-owner", "-j2", "-d", PEER, archive.toString());
    }

    /** Nothing of what was before is still being written. */
    private void calm() {
        programs.sql("CHECKPOINT");
    }
}
