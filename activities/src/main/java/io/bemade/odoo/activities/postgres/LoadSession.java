package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.dump.Element.Statement;
import io.bemade.odoo.activities.dump.StatementRules;
import io.bemade.odoo.activities.dump.StatementRules.Verdict;
import io.bemade.odoo.activities.sql.SqlFailures;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One load. The script's statements go over the main connection in their order; rows, keys, indexes and most foreign keys
 * over the lanes, where each finds what stands before it in the script, and nothing waits for what it does not need.
 */
final class LoadSession {
    /** Statements of one round trip. */
    private static final int BATCH = 100;

    /** Characters of one round trip, or one statement: a dump may hold its rows as statements of any size. */
    private static final int BATCH_LENGTH = 1 << 20;

    /** Statements of one transaction: each holds locks until its end, and the server's lock table is finite. */
    private static final int TRANSACTION = 1000;

    /** Of the session, whoever loads: what a script may not know of, and what makes indexes fast. */
    private static final List<String> SETTINGS = List.of(
            "client_min_messages = warning",
            "check_function_bodies = off",
            "row_security = off",
            "maintenance_work_mem = '256MB'",
            // Nothing waits for the disk but the last transaction: the log is written in order.
            "synchronous_commit = off");

    /** Else a server sees only at the end of a statement that nobody waits for it any more. */
    private static final String NOTICE_A_LOST_CLIENT = "SET client_connection_check_interval = '2s'";

    private static final Pattern SETS_THE_SESSION =
            Pattern.compile("(?is)(SET\\s+(?!LOCAL\\b)|SELECT\\s+(pg_catalog\\.)?set_config\\s*\\().*");

    /**
     * What makes rows of one table depend on those of another, or on when they come. Keys, triggers and rules pg_dump writes
     * behind all rows; a check, and a generated column, may ask a function that looks into other tables.
     */
    private static final String TIES = """
            SELECT 1 FROM pg_catalog.pg_constraint WHERE contype = 'f'
            UNION ALL SELECT 1 FROM pg_catalog.pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT 1 FROM pg_catalog.pg_rewrite WHERE rulename <> '_RETURN' AND ev_class >= 16384
            UNION ALL SELECT 1
              FROM pg_catalog.pg_depend d
              LEFT JOIN pg_catalog.pg_operator o ON d.refclassid = 'pg_catalog.pg_operator'::regclass AND o.oid = d.refobjid
              JOIN pg_catalog.pg_proc p ON p.oid = CASE WHEN d.refclassid = 'pg_catalog.pg_proc'::regclass
                                                        THEN d.refobjid ELSE o.oprcode END
              JOIN pg_catalog.pg_language l ON l.oid = p.prolang AND l.lanname NOT IN ('internal', 'c')
             WHERE d.classid = 'pg_catalog.pg_constraint'::regclass
                OR (d.classid = 'pg_catalog.pg_attrdef'::regclass AND EXISTS (
                       SELECT FROM pg_catalog.pg_attrdef f
                         JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
                        WHERE f.oid = d.objid AND a.attgenerated <> ''))
            LIMIT 1""";

    private final Connection main;
    private final Lanes lanes;
    private final Rows rows;
    private final LoadLog log;
    private final Statistics statistics;
    private final PostData postData;
    private final Consumer<String> progress;
    private final List<RoundTrip.Order> batch = new ArrayList<>();
    private LoadLog.Place place = LoadLog.Place.BEGINNING;
    private LoadLog.Place ran = LoadLog.Place.BEGINNING;
    private boolean rowsCame;
    private boolean inOrder;
    private boolean scriptTransaction;
    private int gathered;
    private int sinceCommit;

    /**
     * @param rows what {@link #rows} brings
     * @param log what an attempt before has done is not done again
     * @param progress told what begins
     */
    LoadSession(Connection main, Lanes lanes, Rows rows, LoadLog log, Consumer<String> progress) {
        this.main = main;
        this.lanes = lanes;
        this.rows = rows;
        this.log = log;
        this.statistics = new Statistics(lanes, main, rows::bytes);
        this.postData = new PostData(lanes, main, rows::bytes, log, statistics, progress);
        rows.whenIn(statistics::of);
        this.progress = progress;
    }

    void begin() throws SQLException {
        for (String setting : SETTINGS) {
            Sql.execute(main, "SET " + setting);
            lanes.set("SET " + setting);
        }
        noticeALostClient();
        main.setAutoCommit(false);
    }

    /** Some systems that servers run on, Windows for one, cannot. */
    private void noticeALostClient() throws SQLException {
        try {
            Sql.execute(main, NOTICE_A_LOST_CLIENT);
            lanes.set(NOTICE_A_LOST_CLIENT);
        } catch (SQLException e) {
            if (!SqlFailures.state(e).equals("22023")) {
                throw e;
            }
        }
    }

    void statement(Statement statement) throws SQLException, InterruptedException {
        arriveAt(statement.text());
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
        } else if (!rowsCame) {
            if (!postData.comments(statement)) {
                run(statement, verdict);
            }
        } else {
            afterRows(statement, verdict);
        }
        if (sinceCommit >= TRANSACTION && !scriptTransaction) {
            commit();
        }
    }

    private void arriveAt(String piece) {
        place = place.next(piece);
        log.follow(place);
    }

    private void afterRows(Statement statement, Verdict verdict) throws SQLException, InterruptedException {
        if (postData.gathers(statement, place)) {
            return;
        }
        postData.finish();
        rows.settle();
        if (!inOrder && postData.begins(statement, place)) {
            progress.accept(StatementRules.excerpt(statement.text()));
            commit();
            return;
        }
        run(statement, verdict);
    }

    private void run(Statement statement, Verdict verdict) throws SQLException {
        boolean setting = SETS_THE_SESSION.matcher(statement.text()).matches();
        boolean done = true;
        if (log.passed(place) && !setting) {
            return;
        }
        if (verdict instanceof Verdict.Tolerate tolerate) {
            done = tolerant(statement, tolerate);
        } else if (verdict instanceof Verdict.Alone) {
            flush();
            alone(statement);
        } else {
            batch.add(RoundTrip.Order.of(statement));
            gathered += statement.text().length();
            if (batch.size() >= BATCH || gathered >= BATCH_LENGTH) {
                flush();
            }
        }
        ran = place;
        if (done && setting) {
            lanes.set(statement.text());
        }
    }

    /** Rows come next, over the lanes; what the script did before must be there for them. */
    void awaitsRows() throws SQLException, InterruptedException {
        postData.finish();
        commit();
        if (!rowsCame) {
            rowsCame = true;
            inOrder = log.inOrder().isPresent() ? log.inOrder().get() : Sql.exists(main, TIES);
            log.found(inOrder);
            main.commit();
            postData.tablesAreThere();
        }
    }

    /** Whether rows of one table may ask for those of the tables before it: then each table waits for these. */
    boolean inOrder() {
        return inOrder;
    }

    /** Brings rows; they may still be on their way when it returns. */
    interface Arrival {
        /** @param place of these rows in the script */
        void begin(LoadLog.Place place) throws IOException, InterruptedException;
    }

    /** @param piece how the script asks for them */
    void rows(String piece, String table, Arrival arrival) throws SQLException, IOException, InterruptedException {
        arriveAt(piece);
        awaitsRows();
        progress.accept(table);
        arrival.begin(place);
        if (inOrder) {
            rows.settle();
        }
    }

    /**
     * Sequences, indexes and all are there: statistics for the planner, and out.
     *
     * @return what was tolerated, one sentence each; at most 50
     */
    List<String> end() throws SQLException, InterruptedException {
        postData.finish();
        rows.settle();
        commit();
        postData.tablesAreThere();
        progress.accept("statistics");
        for (String warning : statistics.finish()) {
            log.warn(warning);
        }
        close();
        return log.warnings();
    }

    /** Everything is on disk when it returns. */
    private void close() throws SQLException {
        RoundTrip.send(
                main,
                Stream.of(
                                "SET LOCAL synchronous_commit = on",
                                "CREATE TEMPORARY TABLE odooctl_last ()",
                                "DROP TABLE odooctl_last")
                        .map(sql -> RoundTrip.Order.of(new Statement(sql, 0)))
                        .toList());
        log.close();
        main.commit();
    }

    /** False when it was left out. */
    private boolean tolerant(Statement statement, Verdict.Tolerate tolerate) throws SQLException {
        flush();
        Savepoint before = main.setSavepoint();
        try {
            Sql.execute(main, statement.text());
            main.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            if (!tolerate.sqlStates().contains(SqlFailures.state(e))) {
                throw LoadFailures.of(statement.text(), statement.line(), e);
            }
            main.rollback(before);
            log.warn("line " + statement.line() + ": " + tolerate.what() + " was left out ("
                    + StatementRules.excerpt(statement.text()) + ")");
            return false;
        }
    }

    private void alone(Statement statement) {
        RoundTrip.single(main, RoundTrip.Order.of(statement));
        sinceCommit++;
    }

    /** Sends what was gathered. */
    private void flush() throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        progress.accept("line " + batch.get(0).origin().line());
        RoundTrip.send(main, batch);
        sinceCommit += batch.size();
        gathered = 0;
        batch.clear();
    }

    private void commit() throws SQLException {
        flush();
        log.reach(ran);
        main.commit();
        sinceCommit = 0;
    }
}
