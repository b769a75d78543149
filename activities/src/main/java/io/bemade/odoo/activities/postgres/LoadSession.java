package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.dump.DumpReader;
import io.bemade.odoo.activities.dump.Element.CopyData;
import io.bemade.odoo.activities.dump.Element.Statement;
import io.bemade.odoo.activities.dump.StatementRules;
import io.bemade.odoo.activities.dump.StatementRules.Verdict;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseReport;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One load on one connection: what was sent, what is open, what was tolerated. */
final class LoadSession {
    private static final Logger LOG = LoggerFactory.getLogger(LoadSession.class);

    /** Statements of one round trip. */
    private static final int BATCH = 100;

    /** Statements of one transaction: each holds locks until its end, and the server's lock table is finite. */
    private static final int TRANSACTION = 1000;

    private static final Pattern COPY_TARGET =
            Pattern.compile("(?is)COPY\\s+((?:\"[^\"]+\"|[^\\s(.]+)(?:\\.(?:\"[^\"]+\"|[^\\s(]+))?).*");
    private static final Pattern FROM_STDIN = Pattern.compile("(?is)\\s+FROM\\s+stdin\\s*$");

    private final Connection connection;
    private final DumpReader reader;
    private final long totalBytes;
    private final Pulse pulse;
    private final List<Statement> batch = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean scriptTransaction;
    private int sinceCommit;
    private int tables;
    private long rows;

    LoadSession(Connection connection, DumpReader reader, long totalBytes, Pulse pulse) {
        this.connection = connection;
        this.reader = reader;
        this.totalBytes = totalBytes;
        this.pulse = pulse;
    }

    void begin() throws SQLException {
        for (String setting : List.of(
                "statement_timeout = 0",
                "lock_timeout = 0",
                "idle_in_transaction_session_timeout = 0",
                "client_min_messages = warning",
                "check_function_bodies = off",
                "row_security = off",
                "maintenance_work_mem = '256MB'")) {
            Sql.execute(connection, "SET " + setting);
        }
        connection.setAutoCommit(false);
    }

    void statement(Statement statement) throws SQLException {
        Verdict verdict = StatementRules.verdict(statement);
        if (verdict instanceof Verdict.Refuse refuse) {
            throw new OrchestratorException(
                    ErrorCode.BAD_BACKUP,
                    "line " + statement.line() + " of the dump, \"" + StatementRules.excerpt(statement.text()) + "\", "
                            + refuse.why() + ": such a dump is refused");
        } else if (verdict instanceof Verdict.Skip) {
            // Owners, privileges and the encoding are this restore's to set; every dump has such statements.
            return;
        } else if (verdict instanceof Verdict.Transaction transaction) {
            commit();
            scriptTransaction = transaction.begins();
        } else if (verdict instanceof Verdict.Tolerate tolerate) {
            tolerant(statement, tolerate);
        } else if (verdict instanceof Verdict.Alone) {
            flush();
            alone(statement);
        } else {
            batch.add(statement);
            if (batch.size() >= BATCH) {
                flush();
            }
        }
        if (sinceCommit >= TRANSACTION && !scriptTransaction) {
            commit();
        }
    }

    void copy(CopyData copy) throws SQLException, IOException {
        flush();
        String table = target(copy.statement());
        report(table);
        boolean frozen = !copy.rows().small() && freezable(table);
        if (frozen) {
            // Rows that are frozen as they arrive need no second visit: allowed where the table is new in the
            // transaction, and nobody else can see this database yet.
            commit();
            run("TRUNCATE ONLY " + table, copy.line());
        }
        String sql = frozen
                ? FROM_STDIN.matcher(copy.statement()).replaceFirst(" FROM stdin WITH (FREEZE)")
                : copy.statement();
        send(copy, sql, table);
        tables++;
        if (frozen || ++sinceCommit >= BATCH) {
            commit();
        }
    }

    private void send(CopyData copy, String sql, String table) throws SQLException, IOException {
        try {
            CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
            long sent;
            try {
                sent = copy.rows().forEach((bytes, from, length) -> write(in, bytes, from, length, table));
            } catch (IOException | RuntimeException e) {
                cancel(in);
                throw e;
            }
            long arrived = in.endCopy();
            if (arrived != sent) {
                throw new OrchestratorException(
                        ErrorCode.BAD_BACKUP,
                        "table " + table + " took " + arrived + " of " + sent + " rows: the dump is damaged");
            }
            rows += arrived;
        } catch (SQLException e) {
            throw LoadFailures.of(copy.statement(), copy.line(), e);
        } catch (CopyFailure e) {
            throw LoadFailures.of(copy.statement(), copy.line(), e.cause);
        }
    }

    private void write(CopyIn in, byte[] bytes, int from, int length, String table) throws IOException {
        try {
            in.writeToCopy(bytes, from, length);
        } catch (SQLException e) {
            throw new CopyFailure(e);
        }
        report(table);
    }

    private static void cancel(CopyIn in) {
        try {
            if (in.isActive()) {
                in.cancelCopy();
            }
        } catch (SQLException alreadyFailing) {
            LOG.debug("The failure that led here says more", alreadyFailing);
        }
    }

    /** Sequences, indexes and all are there: statistics for the planner, and out. */
    DatabaseReport end() throws SQLException {
        commit();
        connection.setAutoCommit(true);
        pulse.report(Progress.bytes("analyzing database", reader.position(), totalBytes, ""));
        run("ANALYZE", 0);
        return new DatabaseReport(
                tables, rows, reader.position(), warnings.stream().limit(50).toList());
    }

    private void tolerant(Statement statement, Verdict.Tolerate tolerate) throws SQLException {
        flush();
        Savepoint before = connection.setSavepoint();
        try {
            Sql.execute(connection, statement.text());
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!tolerate.sqlStates().contains(Sql.state(e))) {
                throw LoadFailures.of(statement.text(), statement.line(), e);
            }
            connection.rollback(before);
            warnings.add("line " + statement.line() + ": " + tolerate.what() + " was left out ("
                    + StatementRules.excerpt(statement.text()) + ")");
        }
    }

    private void alone(Statement statement) {
        run(statement.text(), statement.line());
        sinceCommit++;
    }

    private void run(String sql, long line) {
        try {
            Sql.execute(connection, sql);
        } catch (SQLException e) {
            throw LoadFailures.of(sql, line, e);
        }
    }

    /** Sends what was gathered in one round trip; if that fails, once more one by one, to name the culprit. */
    private void flush() throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        report("line " + batch.get(0).line());
        Savepoint before = connection.setSavepoint();
        try (java.sql.Statement statements = connection.createStatement()) {
            statements.setEscapeProcessing(false);
            for (Statement statement : batch) {
                statements.addBatch(statement.text());
            }
            statements.executeBatch();
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (Sql.unavailable(Sql.state(e))) {
                throw LoadFailures.lost(e);
            }
            connection.rollback(before);
            batch.forEach(statement -> run(statement.text(), statement.line()));
        }
        sinceCommit += batch.size();
        batch.clear();
    }

    private void commit() throws SQLException {
        flush();
        connection.commit();
        sinceCommit = 0;
    }

    private void report(String detail) {
        pulse.report(StreamingLoader.progress(reader, totalBytes, detail));
    }

    private boolean freezable(String table) throws SQLException {
        return Sql.exists(
                connection, "SELECT 1 FROM pg_catalog.pg_class WHERE oid = ?::regclass AND relkind = 'r'", table);
    }

    private static String target(String copy) {
        Matcher matcher = COPY_TARGET.matcher(copy);
        return matcher.matches() ? matcher.group(1) : "a table";
    }

    /** Carries a failure of the server through the reader. */
    private static final class CopyFailure extends IOException {
        private static final long serialVersionUID = 1;

        private final SQLException cause;

        CopyFailure(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
