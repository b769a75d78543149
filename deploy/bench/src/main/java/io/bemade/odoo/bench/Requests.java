package io.bemade.odoo.bench;

import io.bemade.odoo.bench.Comparison.Action;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Somebody works with a production while something else goes on: one connection that stays asks 50 times a second for rows
 * and changes one; another is opened anew as often.
 *
 * @param url of the database, for JDBC
 * @param messages highest id of {@code mail_message}
 */
record Requests(String url, String user, String password, long messages) {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int AT_ONCE = 20;

    /**
     * In milliseconds.
     *
     * From the moment at which it was due: what waits for one that is slow is slow, too.
     *
     * @param longest a request's, with the time to connect again if the connection was ended
     * @param longestConnection the longest time until somebody who comes anew could connect
     */
    record Answers(int requests, double median, double p99, double longest, double longestConnection) {
        static final String HEADING = """
                | while | requests | median ms | p99 ms | longest ms | longest to connect ms |
                |---|---|---|---|---|---|
                """;

        String row(String doing) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %.0f | %.0f |%n",
                    doing,
                    requests,
                    median,
                    p99,
                    longest,
                    longestConnection);
        }
    }

    Answers during(Action action) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<List<Double>> latencies = threads.submit(() -> visits(over));
            Future<Double> longestConnection = threads.submit(() -> newcomers(over));
            try {
                action.run();
            } finally {
                over.set(true);
            }
            List<Double> sorted = latencies.get();
            Collections.sort(sorted);
            return new Answers(
                    sorted.size(),
                    sorted.get(sorted.size() / 2),
                    sorted.get((int) (sorted.size() * 0.99)),
                    sorted.get(sorted.size() - 1),
                    longestConnection.get());
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Double> visits(AtomicBoolean over) throws Exception {
        List<Double> latencies = new ArrayList<>();
        Connection connection = connect();
        try {
            for (long due = System.nanoTime(); !over.get(); due += EVERY_NANOS) {
                await(due);
                boolean answered = false;
                while (!answered) {
                    try {
                        visit(connection);
                        answered = true;
                    } catch (SQLException e) {
                        connection.close();
                        connection = untilConnected(over);
                    }
                }
                latencies.add((System.nanoTime() - due) / 1e6);
            }
        } finally {
            connection.close();
        }
        return latencies;
    }

    private void visit(Connection connection) throws SQLException {
        long id = ThreadLocalRandom.current().nextLong(1, Math.max(2, messages - AT_ONCE));
        try (PreparedStatement read =
                        connection.prepareStatement("SELECT * FROM mail_message WHERE id BETWEEN ? AND ?");
                PreparedStatement write = connection.prepareStatement(
                        "UPDATE ir_attachment SET name = name WHERE id = (SELECT max(id) FROM ir_attachment)")) {
            read.setLong(1, id);
            read.setLong(2, id + AT_ONCE);
            read.executeQuery().close();
            write.executeUpdate();
        }
    }

    private double newcomers(AtomicBoolean over) throws Exception {
        double longest = 0;
        for (long due = System.nanoTime(); !over.get(); due = System.nanoTime() + EVERY_NANOS) {
            await(due);
            untilConnected(over).close();
            longest = Math.max(longest, (System.nanoTime() - due) / 1e6);
        }
        return longest;
    }

    /** @throws SQLException why nobody can connect, if it is over by then */
    private Connection untilConnected(AtomicBoolean over) throws SQLException, InterruptedException {
        while (true) {
            try {
                return connect();
            } catch (SQLException e) {
                if (over.get()) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    private static void await(long due) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
    }
}
