package io.bemade.odoo.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a running stand-in for Odoo holds: one connection, one port. */
record ServedDatabase(String name, Connection connection, HttpServer http) {
    static ServedDatabase start(String name, Connection connection, int port) throws IOException, SQLException {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            ServedDatabase serving = new ServedDatabase(name, connection, http);
            serving.ask();
            http.createContext("/web/login", serving::answer);
            http.start();
            return serving;
        } catch (IOException | SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** What Odoo asks first. */
    private void ask() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet base = statement.executeQuery(
                        "SELECT latest_version FROM ir_module_module WHERE name = 'base' AND state = 'installed'")) {
            if (!base.next()) {
                throw new SQLException("database " + name + " has no module base");
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        int status = 200;
        String text = "A stand-in for Odoo, serving database " + name + "\n";
        try {
            ask();
        } catch (SQLException e) {
            status = 500;
            text = "database " + name + " does not answer\n";
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    void close() {
        http.stop(0);
        try {
            connection.close();
        } catch (SQLException e) {
            // The server went first.
        }
    }
}
