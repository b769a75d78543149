package io.bemade.odoo.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * The files of instance {@code demo/erp}: its {@code odoo.conf}, the scripts that start and stop it, and the
 * {@code instances.yaml} that says so.
 */
record DemoInstance(Path stack) {
    static final String ROLE = "odoo_demo";
    static final String SERVER_SECRET = "postgres-main";

    Path home() {
        return stack.resolve("erp");
    }

    Path configuration() {
        return home().resolve("odoo.conf");
    }

    Path instancesFile() {
        return stack.resolve("instances.yaml");
    }

    Path filestores() {
        return stack.resolve("filestores");
    }

    void write(int postgresPort, String rolePassword, int httpPort) throws IOException {
        Files.createDirectories(home());
        Files.createDirectories(filestores());
        for (String script : new String[] {"start.sh", "stop.sh", "ready.sh"}) {
            try (InputStream content = Objects.requireNonNull(DemoInstance.class.getResourceAsStream(script), script)) {
                Files.copy(content, home().resolve(script));
            }
        }
        Files.writeString(configuration(), odooConf(postgresPort, rolePassword, httpPort));
        Files.setPosixFilePermissions(configuration(), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(instancesFile(), instancesYaml(postgresPort));
    }

    /** Without {@code db_name}: the first restore brings one. */
    private static String odooConf(int postgresPort, String rolePassword, int httpPort) {
        return """
                [options]
                db_host = 127.0.0.1
                db_port = %d
                db_user = %s
                db_password = %s
                http_interface = 127.0.0.1
                http_port = %d
                list_db = False
                """.formatted(postgresPort, ROLE, rolePassword, httpPort);
    }

    private String instancesYaml(int postgresPort) {
        return """
                filestores: %s
                servers:
                  main:
                    host: 127.0.0.1
                    port: %d
                    secretRef: %s
                instances:
                  demo/erp:
                    type: production
                    fqdns: [erp.demo.test]
                    server: main
                    role: %s
                    odooMajor: 19
                    config: %s
                    retention: P7D
                    commands:
                      stop: [sh, %s]
                      start: [sh, %s]
                    ready:
                      command: [sh, %s]
                """.formatted(
                        quoted(filestores()),
                        postgresPort,
                        SERVER_SECRET,
                        ROLE,
                        quoted(configuration()),
                        quoted(home().resolve("stop.sh")),
                        quoted(home().resolve("start.sh")),
                        quoted(home().resolve("ready.sh")));
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
