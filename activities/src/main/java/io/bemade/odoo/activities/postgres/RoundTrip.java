package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.dump.Element.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;

/** Many statements sent at once: a dump has ten thousands of them, and waiting for each answer costs more than the work. */
final class RoundTrip {
    /**
     * What is sent for a statement of the script.
     *
     * @param origin what a failure names
     */
    record Order(Statement origin, String sql) {
        static Order of(Statement statement) {
            return new Order(statement, statement.text());
        }
    }

    private RoundTrip() {}

    /** Within the open transaction. If one fails, they are done once more one by one, to name the culprit. */
    static void send(Connection connection, List<Order> orders) throws SQLException {
        Savepoint before = connection.setSavepoint();
        if (!succeeds(connection, before, orders.stream().map(Order::sql).toList())) {
            orders.forEach(order -> single(connection, order));
        }
    }

    /**
     * The same in one statement; only if it fails, and is undone, the orders are done one by one.
     *
     * @param lock comes before either
     * @param together does what the orders do
     */
    static void send(Connection connection, String lock, String together, List<Order> orders) throws SQLException {
        Savepoint before = connection.setSavepoint();
        if (!succeeds(connection, before, List.of(lock, together))) {
            // If a table is not there, one of the orders will say so.
            succeeds(connection, connection.setSavepoint(), List.of(lock));
            orders.forEach(order -> single(connection, order));
        }
    }

    private static boolean succeeds(Connection connection, Savepoint before, List<String> sql) throws SQLException {
        try {
            Sql.batch(connection, sql);
            connection.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            if (LoadFailures.notOfTheStatement(e)) {
                throw LoadFailures.lost(e);
            }
            connection.rollback(before);
            return false;
        }
    }

    static void single(Connection connection, Order order) {
        try {
            Sql.execute(connection, order.sql());
        } catch (SQLException e) {
            throw LoadFailures.of(order.origin().text(), order.origin().line(), e);
        }
    }
}
