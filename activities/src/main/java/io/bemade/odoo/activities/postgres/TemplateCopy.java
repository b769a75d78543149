package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.postgres.Catalog.Entry;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyReport;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Copying;
import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;

/**
 * Copies a database on its server by {@code CREATE DATABASE … TEMPLATE}, which wants nobody connected to the source. So its
 * sessions are ended and new ones refused, until the copy holds its lock on the source: from then on they wait for it by
 * themselves and need not be refused.
 */
final class TemplateCopy {
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    /** {@code CREATE DATABASE} takes this lock on its template, and a new session one that conflicts with it. */
    private static final String BEGUN = """
            SELECT 1 FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.objid
             WHERE l.locktype = 'object' AND l.classid = 'pg_catalog.pg_database'::regclass AND l.mode = 'ShareLock'
               AND l.granted AND l.pid = ?::integer AND d.datname = ?
            """;

    private final Admin admin;
    private final Creation creation;

    TemplateCopy(Admin admin, Creation creation) {
        this.admin = admin;
        this.creation = creation;
    }

    CopyReport copy(Copying copying, Pulse pulse) {
        StoragePair pair = copying.building().pair();
        String what = "database " + copying.source() + " could not be copied to " + pair;
        Timing timing = new Timing();
        reopen(copying.source()); // an attempt that died may have left it shut
        admin.alone(pair, what, connection -> {
            creation.create(
                    connection, copying.building(), builder -> create(connection, copying, builder, timing, pulse));
            // Only now, when its mark is on it and nobody but the builder may connect.
            Sessions.allow(connection, pair.database().value(), true);
        });
        pulse.report(Progress.step("hands the objects of the copy over"));
        Handover handover =
                new Handover(copying.sourceRole(), admin.builder(pair).name());
        List<String> foreign = admin.in(pair.server(), pair.database().value(), what, handover::run);
        long bytes = Catalog.bytes(admin, pair, what);
        return new CopyReport(CopyWay.TEMPLATE, bytes, timing.refused, timing.waited, foreign);
    }

    /** What the people of the source notice. */
    private static final class Timing {
        private Duration refused = Duration.ZERO;
        private Duration waited = Duration.ZERO;
    }

    private void create(Connection creator, Copying copying, BuilderRole builder, Timing timing, Pulse pulse)
            throws SQLException {
        String statement = statement(creator, copying, builder);
        CompletableFuture<Void> copy = new CompletableFuture<>();
        try (Pulse.Registration watched = pulse.closeOnAbort(() -> cancel(creator))) {
            admin.alone(
                    copying.source(), "database " + copying.source() + " could not be shut for a copy", connection -> {
                        Entry source = require(connection, copying.source());
                        long begin = System.nanoTime();
                        Sessions.allow(connection, source.name(), false);
                        try {
                            Sessions.end(connection, source.name());
                            if (pulse.aborted()) {
                                throw new OrchestratorException(
                                        ErrorCode.UNAVAILABLE,
                                        "the copy of " + copying.source() + " is no longer wanted");
                            }
                            Thread thread = new Thread(() -> run(creator, statement, copy), "template-copy");
                            thread.setDaemon(true);
                            thread.start();
                            awaitBegin(connection, creator, source.name(), copy, pulse);
                        } finally {
                            Sessions.allow(connection, source.name(), true);
                            timing.refused = Duration.ofNanos(System.nanoTime() - begin);
                        }
                    });
            pulse.report(Progress.step("copies " + copying.source()));
            long begin = System.nanoTime();
            copy.join();
            timing.waited = Duration.ofNanos(System.nanoTime() - begin);
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Lets nobody in, so that the copy is out of reach before it is marked; written by cloning blocks where that can be done. */
    private static String statement(Connection creator, Copying copying, BuilderRole builder) throws SQLException {
        if (Catalog.majorVersion(creator) >= 18) {
            Sql.execute(creator, "SET file_copy_method = clone");
        }
        return "CREATE DATABASE "
                + Sql.identifier(copying.building().pair().database().value()) + " OWNER "
                + Sql.identifier(builder.name()) + " TEMPLATE "
                + Sql.identifier(copying.source().database().value()) + " ALLOW_CONNECTIONS false STRATEGY FILE_COPY";
    }

    private static void run(Connection creator, String statement, CompletableFuture<Void> copy) {
        try {
            Sql.execute(creator, statement);
            copy.complete(null);
        } catch (SQLException | RuntimeException | Error e) {
            copy.completeExceptionally(e);
        }
    }

    private static void awaitBegin(
            Connection connection, Connection creator, String source, CompletableFuture<Void> copy, Pulse pulse)
            throws SQLException {
        PGConnection its = creator.unwrap(PGConnection.class);
        while (!copy.isDone() && !Sql.exists(connection, BEGUN, its.getBackendPID(), source)) {
            if (pulse.aborted()) {
                its.cancelQuery(); // the one at the moment of the abort may have come before the statement
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private static void cancel(Connection creator) throws IOException {
        try {
            creator.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Who shut it for a copy died; whoever is at it now is waited for. Not there: nothing to do. */
    void reopen(StoragePair source) {
        String what = "database " + source + " could not be opened again";
        boolean shut = admin.ask(
                source.server(),
                what,
                connection -> Catalog.ours(connection, source)
                        .filter(entry -> !entry.open())
                        .isPresent());
        if (shut) {
            admin.alone(
                    source,
                    what,
                    connection -> Sessions.allow(connection, source.database().value(), true));
        }
    }

    private static Entry require(Connection connection, StoragePair source) throws SQLException {
        Entry entry = Catalog.ours(connection, source)
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.NOT_FOUND, "database " + source + ", which is to be copied, does not exist"));
        List<String> unendable = Sessions.unendable(connection, entry.name());
        if (!unendable.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE,
                    "database " + source + " cannot be copied while " + String.join(", ", unendable)
                            + " works in it, whom we may not disconnect");
        }
        return entry;
    }
}
