package io.bemade.odoo.e2e;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Tries, again and again, to read databases as the role that they are made for, and notes what it gets to see too early. */
final class Peeping implements AutoCloseable {
    private final E2eHost host;
    private final String role;
    private final String password;
    private final String prefix;
    private final List<String> unharmless = new CopyOnWriteArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final Thread thread = new Thread(this::poll, "peeping");
    private volatile boolean closed;

    /** @param prefix of the databases' names */
    Peeping(E2eHost host, String role, String password, String prefix) {
        this.host = host;
        this.role = role;
        this.password = password;
        this.prefix = prefix;
        thread.setDaemon(true);
        thread.start();
    }

    private void poll() {
        while (!closed) {
            for (String database :
                    host.query("postgres", "SELECT datname FROM pg_database WHERE datname LIKE '" + prefix + "%'")) {
                read(database);
            }
            Await.pause(20);
        }
    }

    private void read(String database) {
        String url = "jdbc:postgresql://127.0.0.1:" + host.realPort() + "/" + database;
        try (Connection connection = DriverManager.getConnection(url, role, password);
                Statement statement = connection.createStatement();
                ResultSet flag = statement.executeQuery(
                        "SELECT value FROM ir_config_parameter WHERE key = 'database.is_neutralized'")) {
            reads.incrementAndGet();
            if (!flag.next() || !"true".equals(flag.getString(1))) {
                unharmless.add(database);
            }
        } catch (SQLException notYet) {
            return; // it may not get in, or not read: that is as it should be
        }
    }

    int reads() {
        return reads.get();
    }

    List<String> unharmless() {
        return List.copyOf(unharmless);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
