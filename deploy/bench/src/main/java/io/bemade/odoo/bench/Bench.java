package io.bemade.odoo.bench;

import io.bemade.odoo.bench.Comparison.Action;
import io.bemade.odoo.bench.Comparison.Way;
import io.bemade.odoo.bench.Requests.Answers;
import io.bemade.odoo.embedded.Directories;
import io.bemade.odoo.workflows.model.CopyStrategy;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipFile;

/**
 * Ours against what people use today, on one server, in turn. Prints tables in Markdown, and writes them into a file.
 *
 * <p>Arguments are {@code key=value}: {@code programs} (folder of PostgreSQL's), {@code server} (host:port; superuser
 * {@code postgres}/{@code postgres}, administrator {@code admin}/{@code admin}), {@code zip} (a backup of Odoo) or
 * {@code size} (MB of a generated one), {@code rounds}, {@code works} (of {@value #WORKS}; absent = all),
 * {@code odooLoad} (a program that is given a database and a zip and does what Odoo does), {@code pgcopydb} (that program),
 * {@code into} (a file) and {@code name} (of the measurement in that file).
 */
public final class Bench {
    static final String WORKS = "restore,database,clone,live,limits,requests";

    private static final String DUMP = "dump.sql";
    private static final String PEER = "bench_peer";
    private static final long IDLE_MILLIS = 15_000;
    private static final String SOURCE = "bench_source";

    private final Programs programs;
    private final Path directory;
    private final Path zip;
    private final Optional<String> odooLoad;
    private final Optional<String> pgcopydb;
    private final Report report;
    private boolean sourceIsThere;

    private Bench(Map<String, String> settings, Path directory) throws IOException {
        this.programs = Programs.of(settings);
        this.directory = directory;
        this.zip = settings.containsKey("zip")
                ? Path.of(settings.get("zip"))
                : Generated.zip(directory.resolve("sample.zip"), Long.parseLong(settings.getOrDefault("size", "100")));
        this.odooLoad = Optional.ofNullable(settings.get("odooLoad"));
        this.pgcopydb = Optional.ofNullable(settings.get("pgcopydb"));
        this.report = Report.of(
                settings.getOrDefault("name", zip.getFileName().toString()), Optional.ofNullable(settings.get("into")));
    }

    public static void main(String[] arguments) throws IOException {
        Measurement.main(
                arguments,
                (settings, directory) -> new Bench(settings, directory)
                        .run(
                                settings.getOrDefault("works", WORKS).split(","),
                                Integer.parseInt(settings.getOrDefault("rounds", "3"))));
    }

    private void run(String[] works, int rounds) throws Exception {
        try (Ours ours = new Ours(programs, directory, zip)) {
            ours.restore(); // warms both sides up, and is there to be cloned
            report.say(String.format(
                    Locale.ROOT,
                    "%s: zip of %.1f MB, dump.sql of %.1f MB; %d rounds.%n%s",
                    report.name(),
                    Files.size(zip) / 1e6,
                    bytesOfDump() / 1e6,
                    rounds,
                    Machine.describe(programs)));
            for (String work : works) {
                report.say(
                        switch (work) {
                            case "restore" -> restore(ours).run(rounds) + ours.steps();
                            case "database" -> database().run(rounds);
                            case "clone" -> templateClone(ours).run(rounds) + ours.steps();
                            case "live" -> live(ours).run(rounds) + ours.steps();
                            case "limits" -> limits(ours).run(rounds);
                            case "requests" -> requests(ours);
                            default -> throw new IllegalArgumentException("no such work: " + work);
                        });
            }
            report.write();
        } finally {
            programs.drop(PEER);
            programs.drop(SOURCE);
        }
    }

    private long bytesOfDump() throws IOException {
        try (ZipFile opened = new ZipFile(zip.toFile())) {
            return opened.getEntry(DUMP).getSize();
        }
    }

    /** The script of the backup, for those who cannot read it where it is. */
    private Path dump() {
        Path dump = directory.resolve(DUMP);
        if (!Files.exists(dump)) {
            programs.run("unzip", "-q", zip.toString(), DUMP, "-d", directory.toString());
        }
        return dump;
    }

    /** The database of the backup, as the peers copy and dump it. */
    private String source() {
        if (!sourceIsThere) {
            programs.fresh(SOURCE);
            programs.psql(SOURCE, "-1", "-f", dump().toString());
            programs.psql(SOURCE, "-c", "VACUUM ANALYZE");
            sourceIsThere = true;
        }
        return SOURCE;
    }

    /** An archive of it that {@code pg_restore} can read in parallel. */
    private Path folder() {
        Path folder = directory.resolve("folder");
        if (!Files.exists(folder)) {
            dumpTo(folder);
        }
        return folder;
    }

    private void dumpTo(Path folder) {
        programs.run(
                programs.program("pg_dump"),
                "-Fd",
                "-j2",
                "-Z",
                "lz4",
                "--no-owner",
                "-f",
                folder.toString(),
                source());
    }

    /** From the zip to a pair that can be used. */
    private Comparison restore(Ours ours) {
        List<Way> ways = new ArrayList<>();
        odooLoad.ifPresent(program -> ways.add(new Way(
                "odoo db load",
                () -> {
                    programs.drop(PEER);
                    programs.calm();
                },
                () -> programs.run(program, PEER, zip.toString()),
                () -> programs.drop(PEER))));
        Path unpacked = directory.resolve("unpacked");
        ways.add(new Way(
                "unzip + psql -1",
                () -> programs.fresh(PEER),
                () -> {
                    programs.run("unzip", "-q", zip.toString(), "-d", unpacked.toString());
                    programs.psql(PEER, "-1", "-f", unpacked.resolve(DUMP).toString());
                },
                () -> {
                    programs.drop(PEER);
                    Directories.delete(unpacked);
                }));
        ways.add(replacing("**restore**", ours, () -> ours.restore().previous()));
        return new Comparison("A pair from its backup in S3", ways);
    }

    /** From the script or an archive of it on this machine to a database. */
    private Comparison database() {
        Path dump = dump();
        Path custom = directory.resolve("custom.dump");
        programs.run(programs.program("pg_dump"), "-Fc", "-Z", "lz4", "--no-owner", "-f", custom.toString(), source());
        Path folder = folder();
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
                                    programs.calm();
                                    loader.create();
                                },
                                () -> loader.load(dump),
                                loader::drop)));
    }

    /** A pair of a production that nobody disturbs. */
    private Comparison templateClone(Ours ours) {
        String source = source();
        Path copy = directory.resolve("copy");
        return new Comparison(
                "A clone by template",
                List.of(
                        new Way(
                                "CREATE DATABASE … FILE_COPY + cp -a --reflink=auto",
                                () -> {
                                    programs.drop(PEER);
                                    programs.calm();
                                },
                                () -> {
                                    programs.sql(
                                            "CREATE DATABASE " + PEER + " TEMPLATE " + source + " STRATEGY FILE_COPY");
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
                        replacing(
                                "**clone**",
                                ours,
                                () -> ours.cloneStaging(CopyStrategy.TEMPLATE).previous())));
    }

    /** Of a database that is in use. */
    private Comparison live(Ours ours) {
        String source = source();
        Path folder = directory.resolve("live");
        List<Way> ways = new ArrayList<>();
        ways.add(intoPeer("pg_dump -Fd -j2, pg_restore -j2", () -> {
            dumpTo(folder);
            restoreArchive(folder);
            Directories.delete(folder);
        }));
        ways.add(intoPeer(
                "pg_dump piped into psql -1",
                () -> programs.run(
                        "bash",
                        "-c",
                        "set -o pipefail; \"$0\" --no-owner " + source + " | \"$1\" -X -q -1 -v ON_ERROR_STOP=1 -o"
                                + " /dev/null -d " + PEER,
                        programs.program("pg_dump"),
                        programs.program("psql"))));
        pgcopydb.ifPresent(program -> ways.add(intoPeer(
                "pgcopydb, 2 jobs",
                () -> programs.run(
                        program,
                        "clone",
                        "--no-owner",
                        "--skip-vacuum",
                        "--skip-analyze",
                        "--table-jobs=2",
                        "--index-jobs=2",
                        "--restart",
                        "--dir=" + directory.resolve("pgcopydb"),
                        "--source=" + programs.url(source),
                        "--target=" + programs.url(PEER)))));
        ways.add(replacing(
                "**clone**, with filestore and checks",
                ours,
                () -> ours.cloneStaging(CopyStrategy.ONLINE).previous()));
        return new Comparison("A copy of a live database", ways);
    }

    /** What a restore cannot do without, each part alone. */
    private Comparison limits(Ours ours) {
        String rows = folder().toString();
        Path copy = directory.resolve("raw");
        String directoryOfSource = programs.answer(
                "postgres",
                "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database WHERE datname = '"
                        + source() + "'");
        return new Comparison(
                "The limits",
                List.of(
                        intoPeer(
                                "rows without keys, indexes and statistics, pg_restore -j2",
                                () -> programs.run(
                                        programs.program("pg_restore"),
                                        "--no-owner",
                                        "-j2",
                                        "--section=pre-data",
                                        "--section=data",
                                        "-d",
                                        PEER,
                                        rows)),
                        new Way(
                                "cp of the database's directory",
                                programs::calm,
                                () -> programs.run("cp", "-a", "--reflink=never", directoryOfSource, copy.toString()),
                                () -> Directories.delete(copy)),
                        new Way(
                                "the zip read from the store over one connection",
                                programs::calm,
                                ours::download,
                                () -> {}),
                        replacing("**restore**", ours, () -> ours.restore().previous())));
    }

    /** What those who work with a production notice of its copies. */
    private String requests(Ours ours) throws Exception {
        Requests requests = ours.requests();
        programs.calm();
        StringBuilder table = new StringBuilder("#### Requests to a production\n\n" + Answers.HEADING);
        table.append(requests.during(() -> Thread.sleep(IDLE_MILLIS)).row("nothing else goes on"));
        for (CopyStrategy strategy : List.of(CopyStrategy.ONLINE, CopyStrategy.TEMPLATE)) {
            List<StoragePair> replaced = new ArrayList<>();
            programs.calm();
            table.append(
                    requests.during(() -> ours.cloneStaging(strategy).previous().ifPresent(replaced::add))
                            .row("a clone, " + strategy.toString().toLowerCase(Locale.ROOT)));
            replaced.forEach(ours::forget);
        }
        return table.toString();
    }

    /** @param operation returns what was in use before, which is deleted when the time has been taken */
    private Way replacing(String name, Ours ours, Supplier<Optional<StoragePair>> operation) {
        List<StoragePair> replaced = new ArrayList<>();
        return new Way(name, programs::calm, () -> operation.get().ifPresent(replaced::add), () -> {
            replaced.forEach(ours::forget);
            replaced.clear();
        });
    }

    private Way intoPeer(String name, Action load) {
        return new Way(name, () -> programs.fresh(PEER), load, () -> programs.drop(PEER));
    }

    private void restoreArchive(Path archive) {
        programs.run(programs.program("pg_restore"), "--no-owner", "-j2", "-d", PEER, archive.toString());
    }
}
