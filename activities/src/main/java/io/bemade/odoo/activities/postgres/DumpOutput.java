package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.program.ProgramOutput;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** What pg_dump writes. */
final class DumpOutput extends ProgramOutput {
    /** What it says first is why it ends; the rest may be a list of all tables. */
    private static final int HEARD = 2048;

    /** What passes: servers that go and come, snapshots that went with them, tables that somebody changes. */
    private static final Pattern PASSES = Pattern.compile(
            "(?is).*\\b(connection|terminat|closed|snapshot|lock timeout|statement timeout|deadlock detected"
                    + "|cache lookup failed|does not exist|not currently accepting|too many clients|starting up|shutting down"
                    + "|recovery).*");

    private final Optional<Path> file;

    /** @param file that the program reads, and that goes with it */
    DumpOutput(Process process, Optional<Path> file) throws IOException {
        super("pg_dump", process, said -> said.setLength(Math.min(HEARD, said.length())));
        this.file = file;
        process.getOutputStream().close();
    }

    @Override
    protected void ended(int exit, String said) {
        if (exit != 0) {
            throw new OrchestratorException(
                    code(said), "pg_dump failed: " + said.lines().findFirst().orElse("it said nothing"));
        }
    }

    private static ErrorCode code(String said) {
        if (said.contains("permission denied")) {
            return ErrorCode.ACCESS_DENIED;
        }
        return PASSES.matcher(said).matches() ? ErrorCode.UNAVAILABLE : ErrorCode.COMMAND_FAILED;
    }

    @Override
    public void close() throws IOException {
        super.close();
        delete(file);
    }

    static void delete(Optional<Path> file) throws IOException {
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }
}
