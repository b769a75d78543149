package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.dump.Element.CopyData;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The rows of a script, sent over the lanes: each big table through a pipe of its own while the reader goes on to the
 * next, small tables gathered into one job.
 */
final class Copies implements Rows {
    private static final int BUFFERS = 8 << 20;

    /** Small tables of one transaction: each holds locks until its end. */
    private static final int BUNDLE = 100;

    private static final Pattern TARGET = Pattern.compile("(?is)COPY\\s+(" + Names.RELATION + ")\\s*[(\\s].*");
    private static final Pattern FROM_STDIN = Pattern.compile("(?is)\\s+FROM\\s+stdin\\s*$");

    private record Small(CopyData copy, LoadLog.Place place, String table, ByteArrayOutputStream body, long sent) {}

    private final Lanes lanes;
    private final LoadLog log;
    private final RowPipe.Buffers buffers = new RowPipe.Buffers(BUFFERS);
    private final Map<String, Long> bytes = new ConcurrentHashMap<>();
    private final AtomicLong rows = new AtomicLong();
    private List<Small> bundle = new ArrayList<>();
    private Arrival arrival = (lane, table) -> {};
    private int tables;

    Copies(Lanes lanes, LoadLog log) {
        this.lanes = lanes;
        this.log = log;
    }

    static String target(CopyData copy) {
        Matcher matcher = TARGET.matcher(copy.statement());
        return matcher.matches() ? matcher.group(1) : "a table";
    }

    /**
     * Takes all rows of the block; they may still be on their way when it returns.
     *
     * @param place of the block in its script
     */
    void add(CopyData copy, LoadLog.Place place) throws IOException, InterruptedException {
        String table = target(copy);
        boolean first = bytes.putIfAbsent(table, 0L) == null;
        tables++;
        if (!first) {
            // The block before may empty the table before it begins: rows of this one must not be there yet.
            settle();
        }
        if (log.has(place)) {
            copy.rows().forEach((piece, from, length) -> count(table, length));
            rows.addAndGet(log.rows(place));
        } else if (copy.rows().small()) {
            gather(copy, place, table);
        } else {
            stream(copy, place, table, first);
        }
    }

    private void gather(CopyData copy, LoadLog.Place place, String table) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        long sent = copy.rows().forEach(body::write);
        count(table, body.size());
        bundle.add(new Small(copy, place, table, body, sent));
        if (bundle.size() >= BUNDLE
                || bundle.stream().mapToLong(small -> small.body().size()).sum() > BUFFERS / 4) {
            flush();
        }
    }

    @Override
    public void settle() throws InterruptedException {
        flush();
        lanes.await();
    }

    /** Sends what was gathered. */
    private void flush() throws InterruptedException {
        if (bundle.isEmpty()) {
            return;
        }
        List<Small> full = bundle;
        bundle = new ArrayList<>();
        lanes.submit(connection -> {
            for (Small small : full) {
                CopyIn in = begin(connection, small.copy(), small.copy().statement());
                byte[] body = small.body().toByteArray();
                write(in, small.copy(), body, body.length);
                end(in, small.copy(), small.table(), small.sent());
            }
            log.note(
                    connection,
                    full.stream()
                            .map(small -> new LoadLog.Piece(small.place(), small.sent()))
                            .toList());
            connection.commit();
        });
    }

    /** @param first whether no other block of this script went into the table */
    private void stream(CopyData copy, LoadLog.Place place, String table, boolean first)
            throws IOException, InterruptedException {
        RowPipe pipe = new RowPipe(buffers, lanes);
        lanes.submit(connection -> {
            boolean frozen = first && freezable(connection, copy, table);
            if (frozen) {
                // Rows that are frozen as they arrive need no second visit: allowed where the table is new in the
                // transaction, and nobody else can see this database yet.
                run(connection, copy, "TRUNCATE ONLY " + table);
            }
            CopyIn in = begin(
                    connection,
                    copy,
                    frozen
                            ? FROM_STDIN.matcher(copy.statement()).replaceFirst(" FROM stdin WITH (FREEZE)")
                            : copy.statement());
            long sent = pipe.drain((piece, length) -> write(in, copy, piece, length));
            end(in, copy, table, sent);
            log.note(connection, List.of(new LoadLog.Piece(place, sent)));
            connection.commit();
            if (frozen) {
                arrival.of(connection, table);
            }
        });
        pipe.end(copy.rows().forEach((piece, from, length) -> {
            count(table, length);
            put(pipe, piece, from, length);
        }));
    }

    private static void put(RowPipe pipe, byte[] piece, int from, int length) throws IOException {
        try {
            pipe.put(piece, from, length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private void count(String table, long more) {
        bytes.merge(table, more, Long::sum);
    }

    /**
     * An ordinary table that can be emptied because nothing is in it and nothing refers to it. It is locked before anybody
     * looks: rows of a partition may also come through the table that it is of.
     */
    private static boolean freezable(Connection connection, CopyData copy, String table) {
        try {
            return Sql.exists(
                            connection,
                            "SELECT 1 FROM pg_catalog.pg_class WHERE oid = ?::regclass AND relkind = 'r' AND NOT EXISTS"
                                    + " (SELECT FROM pg_catalog.pg_constraint"
                                    + " WHERE contype = 'f' AND confrelid = pg_class.oid)",
                            table)
                    && isEmpty(connection, table);
        } catch (SQLException e) {
            throw LoadFailures.of(copy.statement(), copy.line(), e);
        }
    }

    private static boolean isEmpty(Connection connection, String table) throws SQLException {
        Sql.execute(connection, "LOCK TABLE ONLY " + table + " IN ACCESS EXCLUSIVE MODE");
        return !Sql.exists(connection, "SELECT 1 FROM ONLY " + table + " LIMIT 1");
    }

    private static void run(Connection connection, CopyData copy, String sql) {
        try {
            Sql.execute(connection, sql);
        } catch (SQLException e) {
            throw LoadFailures.of(copy.statement(), copy.line(), e);
        }
    }

    private static CopyIn begin(Connection connection, CopyData copy, String sql) {
        try {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        } catch (SQLException e) {
            throw LoadFailures.of(copy.statement(), copy.line(), e);
        }
    }

    private static void write(CopyIn in, CopyData copy, byte[] piece, int length) {
        try {
            in.writeToCopy(piece, 0, length);
        } catch (SQLException e) {
            throw LoadFailures.of(copy.statement(), copy.line(), e);
        }
    }

    private void end(CopyIn in, CopyData copy, String table, long sent) {
        try {
            long arrived = in.endCopy();
            if (arrived != sent) {
                throw new OrchestratorException(
                        ErrorCode.BAD_BACKUP,
                        "table " + table + " took " + arrived + " of " + sent + " rows: the dump is damaged");
            }
            rows.addAndGet(arrived);
        } catch (SQLException e) {
            throw LoadFailures.of(copy.statement(), copy.line(), e);
        }
    }

    @Override
    public void whenIn(Arrival whole) {
        arrival = whole;
    }

    @Override
    public long bytes(String table) {
        return bytes.getOrDefault(table, 0L);
    }

    int tables() {
        return tables;
    }

    /** Complete when the lanes are done. */
    long rows() {
        return rows.get();
    }
}
