package io.bemade.odoo.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bemade.odoo.embedded.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Stands in for an Odoo, as far as a switch is concerned: it reads its configuration when it is started, connects to the
 * database named there as the instance's role, and answers {@code /web/login} with the database's name. It runs in this
 * process; "started" means that a copy of the configuration lies in its directory. Starting it when it runs does nothing.
 */
public final class TestOdoo implements AutoCloseable {
    private final Path directory;
    private final PostgresServer postgres;
    private final String role;
    private final String password;
    private final HttpServer http;

    private TestOdoo(Path directory, PostgresServer postgres, String role, String password) throws IOException {
        this.directory = directory;
        this.postgres = postgres;
        this.role = role;
        this.password = password;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        http.createContext("/web/login", this::login);
        http.start();
    }

    static TestOdoo make(Path directory, PostgresServer postgres, String role, String password) throws IOException {
        Files.createDirectories(directory);
        Files.deleteIfExists(directory.resolve("running.conf"));
        Files.writeString(
                directory.resolve("odoo.conf"),
                "[options]\n; made for the demo\ndb_host = %s\ndb_port = %d\ndb_user = %s\n"
                        .formatted(postgres.host(), postgres.port(), role));
        return new TestOdoo(directory, postgres, role, password);
    }

    /** Its entry in {@code instances.yaml}. */
    String yaml(String instance, String type) {
        // Quotes, dots, spaces and more bytes than PostgreSQL keeps, where nothing else is wanted.
        String prefix = instance.endsWith("/odd")
                ? "    databaseNamePrefix: \"Erp's \\\"Old\\\" é.db " + "x".repeat(70) + "\"\n"
                : "";
        String production = instance.startsWith("demo/clone") ? "    production: demo/origin\n" : "";
        return entry(instance, type) + prefix + production;
    }

    private String entry(String instance, String type) {
        return """
                  %s:
                    type: %s
                    fqdns: [%s.test]
                    server: main
                    role: %s
                    odooMajor: 19
                    config: %s
                    commands:
                      stop: [rm, -f, %s]
                      start: [sh, -c, "test -e %s || cp %s %s"]
                    ready: {url: "%s", timeout: PT20S}
                """.formatted(
                        instance,
                        type,
                        instance.replace('/', '.'),
                        role,
                        conf(),
                        running(),
                        running(),
                        conf(),
                        running(),
                        url());
    }

    public Path conf() {
        return directory.resolve("odoo.conf");
    }

    private Path running() {
        return directory.resolve("running.conf");
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/web/login";
    }

    /** The database that is served now; empty when "Odoo" is stopped or its database does not answer. */
    public Optional<String> serves() {
        try {
            return Optional.of(greeting());
        } catch (IOException | SQLException e) {
            return Optional.empty();
        }
    }

    private void login(HttpExchange exchange) throws IOException {
        int status = 200;
        String text;
        try {
            text = greeting();
        } catch (IOException stopped) {
            status = 503;
            text = "stopped";
        } catch (SQLException e) {
            status = 500;
            text = String.valueOf(e.getMessage());
        }
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The database's name, if base is installed in it; fails as an Odoo would. */
    private String greeting() throws IOException, SQLException {
        String database = Files.readString(running())
                .lines()
                .filter(line -> line.startsWith("db_name = "))
                .map(line -> line.substring("db_name = ".length()).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("no database is configured"));
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(database), role, password);
                Statement statement = connection.createStatement();
                ResultSet base = statement.executeQuery(
                        "SELECT current_database() FROM ir_module_module WHERE name = 'base' AND state = 'installed'")) {
            if (!base.next()) {
                throw new SQLException("module base is not installed in " + database);
            }
            return base.getString(1);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
