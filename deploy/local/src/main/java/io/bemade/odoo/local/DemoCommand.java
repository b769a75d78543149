package io.bemade.odoo.local;

import io.bemade.odoo.activities.backup.BackupFile;
import io.bemade.odoo.embedded.ServerException;
import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.command.StandardOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the product on this machine, with servers of its own. */
@Command(
        name = "demo",
        description = {
            "Show everything on this machine, in one process tree: PostgreSQL, S3, Temporal, a worker, a restore, a second"
                    + " one beside it, a rollback.",
            "Nothing needs to be installed; neither a process nor a file stays, but PostgreSQL's programs (60 MB), unpacked"
                    + " for the next time in $XDG_CACHE_HOME/odooctl, else ~/.cache/odooctl: delete them whenever you"
                    + " like."
        },
        footer = {"  odooctl demo", "  odooctl demo erp-backup.zip --keep"})
final class DemoCommand implements Callable<Integer> {
    private final Surroundings world;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "BACKUP",
            description =
                    "A backup of yours (Odoo zip, .sql, .sql.gz, .sql.zst, .sql.lz4, .dump); default: a generated one.")
    private @Nullable Path backup;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Where everything is kept meanwhile, and removed at the end (default: odooctl-demo-<user> in the"
                            + " temp directory).")
    private @Nullable Path directory;

    @Option(names = "--keep", description = "Leave the servers up at the end, until Ctrl-C, and say how to connect.")
    private boolean keep;

    DemoCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Optional<Path> given = Optional.ofNullable(backup);
        if (given.isPresent()) {
            refuseOther(given.get());
        }
        Path where = directory == null ? EmbeddedStack.defaultDirectory() : directory;
        ProgramCache cache = ProgramCache.of(System.getenv(), System.getProperty("user.home"));
        world.out().println("Starting PostgreSQL, S3 and Temporal below " + where + " ...");
        try (EmbeddedStack stack = EmbeddedStack.start(where, cache.or(where))) {
            int exit = new DemoStory(world, standard, stack).tell(given);
            if (keep) {
                stayUp(stack);
            }
            return exit;
        } catch (ServerException e) {
            throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    /** Before anything is started. */
    private static void refuseOther(Path backup) throws IOException {
        String objection =
                Files.isReadable(backup) ? BackupFile.objection(backup).orElse("") : "no file that can be read";
        if (!objection.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    backup + " is " + objection
                            + "; a backup is the zip that Odoo's database manager makes, a script of"
                            + " pg_dump (.sql, .sql.gz, .sql.zst, .sql.lz4) or its custom archive (.dump)");
        }
    }

    /** Ctrl-C ends the process, and with it the stack. */
    private void stayUp(EmbeddedStack stack) throws InterruptedException {
        world.out().println();
        world.out().println("The servers stay up until Ctrl-C, and their files with them. From another terminal:");
        world.out().println("  export TEMPORAL_ADDRESS=" + stack.temporal().address());
        world.out().println("  ./odooctl pairs demo/erp");
        world.out()
                .println("  PGPASSWORD=$(cat " + stack.secrets() + "/postgres-main/password) psql -h 127.0.0.1 -p "
                        + stack.postgres().port() + " -U orchestrator postgres");
        world.out().println("  S3 at " + stack.s3().endpoint() + ", keys in " + stack.secrets() + "/s3-credentials");
        world.out().flush();
        new CountDownLatch(1).await();
    }
}
