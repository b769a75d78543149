package io.bemade.odoo.activities.backup;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own program, which alone understands its archives; it reads them as a stream and writes the plain script.
 *
 * @param program name on the PATH, or a path
 */
public record PgRestore(String program) {
    private static final Pattern SERVER = Pattern.compile("(?m)^;\\s+Dumped from database version: (\\d{1,3})");
    private static final int LONGEST_LIST = 1 << 20;

    /** The plain script; reading it runs the program, closing it ends the program. */
    InputStream script(StoredObject archive) {
        // Owners and grants are given by us in the end; roles and tablespaces of another server may not exist here.
        return start(archive, "--file=-", "--no-owner", "--no-privileges", "--no-tablespaces");
    }

    /** Reads the archive's table of contents, at its beginning: the program is there, understands it, and it is sound so far. */
    Optional<Integer> postgresMajor(StoredObject archive) {
        try (InputStream list = start(archive, "--list")) {
            String beginning = new String(list.readNBytes(LONGEST_LIST), StandardCharsets.UTF_8);
            list.transferTo(OutputStream.nullOutputStream());
            Matcher server = SERVER.matcher(beginning);
            return server.find() ? Optional.of(Integer.valueOf(server.group(1))) : Optional.empty();
        } catch (IOException e) {
            throw archive.bad("cannot be listed by " + program, e);
        }
    }

    private InputStream start(StoredObject archive, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            return new PipedProgram(archive, builder.start());
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.COMMAND_FAILED,
                    archive.name() + " is an archive of pg_dump, which only the program pg_restore can read, and \""
                            + program
                            + "\" cannot be run here: install PostgreSQL's client programs on the worker and configure the path,"
                            + " or give a zip of Odoo or a plain dump",
                    e);
        }
    }
}
