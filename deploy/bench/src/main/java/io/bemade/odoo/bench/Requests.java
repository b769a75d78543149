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
     * @param longest a request's, with the time to connect again if the connection was ended
     * @param refused the longest time in which nobody could connect
     */
    record Answers(int requests, double median, double p99, double longest, double refused) {
        static final String HEADING = """
                | while | requests | median ms | p99 ms | longest ms | nobody could connect for ms |
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
                    refused);
        }
    }

    Answers during(Action action) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<List<Double>> latencies = threads.submit(() -> visits(over));
            Future<Double> refused = threads.submit(() -> newcomers(over));
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
                    refused.get());
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Double> visits(AtomicBoolean over) throws Exception {
        List<Double> latencies = new ArrayList<>();
        Connection connection = connect();
        try {
            while (!over.get()) {
                long begin = System.nanoTime();
                boolean answered = false;
                while (!answered) {
                    try {
                        visit(connection);
                        answered = true;
                    } catch (SQLException e) {
                        connection.close();
                        connection = untilConnected();
                    }
                }
                latencies.add((System.nanoTime() - begin) / 1e6);
                pause(begin);
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

    /** @return the longest time from an attempt that failed to one that did not */
    private double newcomers(AtomicBoolean over) throws Exception {
        double longest = 0;
        while (!over.get()) {
            long begin = System.nanoTime();
            try {
                connect().close();
            } catch (SQLException e) {
                untilConnected().close();
                longest = Math.max(longest, (System.nanoTime() - begin) / 1e6);
            }
            pause(begin);
        }
        return longest;
    }

    private Connection untilConnected() throws Exception {
        while (true) {
            try {
                return connect();
            } catch (SQLException e) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    private static void pause(long begin) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, begin + EVERY_NANOS - System.nanoTime()));
    }
}
