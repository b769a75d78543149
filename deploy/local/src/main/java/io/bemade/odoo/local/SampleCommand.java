package io.bemade.odoo.local;

import io.bemade.odoo.sample.Options;
import io.bemade.odoo.sample.SampleBackup;
import io.bemade.odoo.sample.Summary;
import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.command.StandardOptions;
import io.bemade.odoo.starter.text.Amounts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a backup that looks like Odoo's, for trials and measurements. */
@Command(
        name = "sample",
        description = "Write an Odoo-shaped backup of any size, for trials and measurements.",
        footer = "  odooctl sample --size 200MB --out sample.zip")
final class SampleCommand implements Callable<Integer> {
    private final Surroundings world;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            defaultValue = "20MB",
            converter = ByteSize.class,
            description = "Size of dump and filestore together, uncompressed (default: ${DEFAULT-VALUE}).")
    private long size;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The zip to write.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private Path out;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The same seed gives the same bytes.")
    private long seed;

    SampleCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        Summary summary = write(out, size, seed);
        long rows = summary.rows().values().stream().mapToLong(Long::longValue).sum();
        if (standard.json()) {
            StandardOptions.print(
                    world,
                    Map.of(
                            "file", out.toString(),
                            "rows", rows,
                            "dumpBytes", summary.dumpBytes(),
                            "files", summary.files(),
                            "fileBytes", summary.fileBytes()));
        } else {
            world.out()
                    .println(out + ": " + Amounts.count(rows) + " rows in " + Amounts.bytes(summary.dumpBytes())
                            + " of dump, " + Amounts.count(summary.files()) + " files in "
                            + Amounts.bytes(summary.fileBytes()));
        }
        return ExitCode.DONE;
    }

    /** Beside the target first: a half-written backup has no name that anybody would use. */
    static Summary write(Path out, long size, long seed) {
        Path beside = out.resolveSibling(out.getFileName() + ".part");
        try {
            Summary summary;
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16)) {
                summary = SampleBackup.write(file, Options.ofSize(size).withSeed(seed));
            }
            Files.move(beside, out, StandardCopyOption.REPLACE_EXISTING);
            return summary;
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.WRONG_USAGE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    out + " could not be written (" + e.getMessage() + "): check the directory and its free space",
                    e);
        } finally {
            delete(beside);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILED, file + " could not be deleted", e);
        }
    }
}
