package io.bemade.odoo.activities.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * How a connection behaves in a database that serves: it reads with the rights of the database's own role, writes nothing,
 * waits for nobody for long, and is given up soon by the server when we are gone without a word.
 */
final class LiveSession {
    /** Whoever changes a table may wait for us to end: so we do not wait for them. */
    static final Duration LOCK_WAIT = Duration.ofSeconds(10);

    private static final List<String> SETTINGS = List.of(
            "search_path = ''",
            "row_security = off",
            "lock_timeout = " + LOCK_WAIT.toMillis(),
            "tcp_keepalives_idle = 10",
            "tcp_keepalives_interval = 5",
            "tcp_keepalives_count = 3",
            // Rows that we do not take, for their target is busy, count as well as a network that is gone.
            "tcp_user_timeout = 300000",
            "client_min_messages = warning",
            // Where one table is read in several pieces, none begins in another's middle.
            "synchronize_seqscans = off",
            // Values as text, where they go as text, as pg_dump writes them.
            "datestyle = 'ISO'",
            "intervalstyle = 'postgres'",
            "extra_float_digits = 3");

    private LiveSession() {}

    static void begin(Connection connection, String role) throws SQLException {
        for (String setting : SETTINGS) {
            Sql.execute(connection, "SET " + setting);
        }
        Sql.execute(connection, "SET ROLE " + Sql.identifier(role));
        Sql.execute(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
}
