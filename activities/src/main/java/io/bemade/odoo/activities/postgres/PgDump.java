package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own program, which alone knows how to say what a database is made of.
 *
 * @param program name on the PATH, or a path
 */
public record PgDump(String program) {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d{1,3})");

    /** Whose shape is asked for, as seen by one snapshot. */
    record Original(StoragePair pair, Server server, Secrets secrets, String role, String snapshot) {}

    /** Its major version; empty where it cannot be run. */
    OptionalInt major() {
        try (InputStream out = output(List.of("--version"), Map.of(), Optional.empty())) {
            Matcher version = VERSION.matcher(new String(out.readAllBytes(), StandardCharsets.UTF_8));
            return version.find() ? OptionalInt.of(Integer.parseInt(version.group(1))) : OptionalInt.empty();
        } catch (IOException | OrchestratorException unusable) {
            return OptionalInt.empty();
        }
    }

    /** All that must be there before rows come, and the large objects; reading it runs the program, closing it ends it. */
    InputStream beforeRows(Original original) {
        return script(original, "--section=pre-data", "--section=data", "--exclude-table-data=*.*");
    }

    /** What is built upon the rows. */
    InputStream afterRows(Original original) {
        return script(original, "--section=post-data");
    }

    private InputStream script(Original original, String... which) {
        Server server = original.server();
        Secret login = original.secrets().get(server.namespace(), server.secretRef());
        List<String> arguments = new ArrayList<>(List.of(which));
        arguments.addAll(List.of(
                "--snapshot=" + original.snapshot(),
                "--role=" + original.role(),
                "--lock-wait-timeout=" + LiveSession.LOCK_WAIT.toMillis(),
                // Owners and grants are given by us in the end.
                "--no-owner",
                "--no-privileges",
                // Where a copy lies is its server's business.
                "--no-tablespaces",
                "--encoding=UTF8",
                "--no-password",
                "--host=" + server.host(),
                "--port=" + server.port(),
                "--username=" + login.require("username"),
                // As it is, some names would be taken for more than a name.
                "--dbname=dbname='" + original.pair().database().value().replaceAll("['\\\\]", "\\\\$0")
                        + "' keepalives_idle=10 keepalives_interval=5 keepalives_count=3 tcp_user_timeout=60000"));
        Map<String, String> environment = new TreeMap<>(Map.of(
                "PGPASSWORD",
                login.require("password"),
                "PGSSLMODE",
                server.sslMode(),
                "PGCONNECT_TIMEOUT",
                "20",
                "PGAPPNAME",
                "odooctl"));
        try {
            Optional<Path> authority = authority(original);
            authority.ifPresent(file -> environment.put("PGSSLROOTCERT", file.toString()));
            try {
                return output(arguments, environment, authority);
            } catch (IOException e) {
                DumpOutput.delete(authority);
                throw e;
            }
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.COMMAND_FAILED,
                    "database " + original.pair() + " cannot be copied while it serves: " + missing(0),
                    e);
        }
    }

    /** It wants a file; what is in it everybody may know. */
    private static Optional<Path> authority(Original original) throws IOException {
        Optional<String> pem = original.server().authority(original.secrets());
        if (pem.isEmpty()) {
            return Optional.empty();
        }
        Path file = Files.createTempFile("odooctl-ca", ".crt");
        Files.writeString(file, pem.get());
        return Optional.of(file);
    }

    /** @param server major version that it must be able to read; 0 = any */
    String missing(int server) {
        return "the program \"" + program + "\" cannot be run on the worker: install PostgreSQL's client programs"
                + (server == 0 ? "" : " of version " + server + " or newer") + " there, or configure the path";
    }

    private InputStream output(List<String> arguments, Map<String, String> environment, Optional<Path> file)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C");
        return new DumpOutput(builder.start(), file);
    }
}
