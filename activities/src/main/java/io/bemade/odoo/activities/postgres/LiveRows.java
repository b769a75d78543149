package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/**
 * The rows of a database that serves: each lane reads and writes at once, with nothing between but one buffer. Big tables go
 * in pieces, small ones gathered into one job.
 */
final class LiveRows implements Rows {
    private static final int BUFFER = 1 << 17;

    /** Smaller ones share jobs; rows of bigger ones are worth to be frozen as they arrive. */
    private static final long SMALL = 1 << 20;

    /** Small tables of one transaction: each holds locks until its end. */
    private static final int BUNDLE = 100;

    private final Lanes lanes;
    private final Snapshot snapshot;
    private final Rate rate;
    private final Map<String, Long> bytes = new HashMap<>();
    private final AtomicLong arrived = new AtomicLong();
    private Arrival arrival = (lane, table) -> {};
    private List<LiveTable> bundle = new ArrayList<>();

    /** @param rate of what is read */
    LiveRows(Lanes lanes, Snapshot snapshot, Rate rate) {
        this.lanes = lanes;
        this.snapshot = snapshot;
        this.rate = rate;
        snapshot.tables().forEach(table -> bytes.merge(table.name(), table.bytes(), Long::sum));
    }

    /**
     * All rows of a table; they may still be on their way when it returns.
     *
     * @param piece about so many bytes may go by themselves
     */
    void add(LiveTable table, long piece) throws InterruptedException {
        if (table.bytes() <= SMALL) {
            bundle.add(table);
            if (bundle.size() >= BUNDLE) {
                flush();
            }
            return;
        }
        List<LiveTable.Piece> pieces = table.pieces(piece);
        AtomicInteger missing = new AtomicInteger(pieces.size());
        for (LiveTable.Piece each : pieces) {
            lanes.submit(connection -> {
                move(connection, each, pieces.size() == 1 && table.alone());
                connection.commit();
                if (missing.decrementAndGet() == 0 && table.alone()) {
                    arrival.of(connection, table.name());
                }
            });
        }
    }

    /** Sends what was gathered. */
    private void flush() throws InterruptedException {
        if (bundle.isEmpty()) {
            return;
        }
        List<LiveTable> full = bundle;
        bundle = new ArrayList<>();
        lanes.submit(connection -> {
            for (LiveTable table : full) {
                move(connection, table.whole(), false);
            }
            connection.commit();
        });
    }

    @Override
    public void settle() throws InterruptedException {
        flush();
        lanes.await();
    }

    /** @param frozen rows need no second visit: allowed where the table is emptied first, and nobody else sees it yet */
    private void move(Connection target, LiveTable.Piece piece, boolean frozen)
            throws SQLException, InterruptedException {
        snapshot.read(source -> {
            if (frozen) {
                writing(piece, () -> {
                    Sql.execute(target, "TRUNCATE ONLY " + piece.table().target());
                    return true;
                });
            }
            CopyOut out = reading(piece, () -> copies(source).copyOut(piece.reads()));
            CopyIn in = writing(piece, () -> copies(target).copyIn(piece.writes(frozen)));
            pump(piece, out, in);
            long written = writing(piece, in::endCopy);
            if (written != out.getHandledRowCount()) {
                throw new OrchestratorException(
                        ErrorCode.NOT_PROVEN,
                        "table " + piece.table().name() + " took " + written + " of " + out.getHandledRowCount()
                                + " rows");
            }
        });
        arrived.addAndGet(piece.bytes());
    }

    private static org.postgresql.copy.CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** A server sends each row by itself; fewer and larger messages are cheaper for the other. */
    private void pump(LiveTable.Piece piece, CopyOut out, CopyIn in) throws SQLException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        int filled = 0;
        for (byte[] row = next(piece, out); row.length > 0; row = next(piece, out)) {
            if (filled + row.length > buffer.length) {
                write(piece, in, buffer, filled);
                filled = 0;
            }
            if (row.length > buffer.length) {
                write(piece, in, row, row.length);
            } else {
                System.arraycopy(row, 0, buffer, filled, row.length);
                filled += row.length;
            }
        }
        write(piece, in, buffer, filled);
    }

    /** Empty at the end: no message of a server's is. */
    private byte[] next(LiveTable.Piece piece, CopyOut out) {
        return reading(piece, () -> {
            byte[] row = out.readFromCopy();
            return row == null ? new byte[0] : row;
        });
    }

    /** A huge row goes in parts: nobody reads on while a part is paid for. */
    private void write(LiveTable.Piece piece, CopyIn in, byte[] bytes, int length) throws InterruptedException {
        for (int from = 0; from < length; from += BUFFER) {
            int begin = from;
            int part = Math.min(BUFFER, length - from);
            rate.pass(part);
            writing(piece, () -> {
                in.writeToCopy(bytes, begin, part);
                return true;
            });
        }
    }

    /** What one of the two servers is asked for. */
    private interface Ask<T> {
        T of() throws SQLException;
    }

    private <T> T reading(LiveTable.Piece piece, Ask<T> ask) {
        try {
            return ask.of();
        } catch (SQLException e) {
            throw snapshot.failure("table " + piece.table().name(), e);
        }
    }

    private static <T> T writing(LiveTable.Piece piece, Ask<T> ask) {
        try {
            return ask.of();
        } catch (SQLException e) {
            throw LoadFailures.ofRows(piece.table().name(), e);
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

    /** Bytes of what has arrived, as the source stores it. */
    long arrived() {
        return arrived.get();
    }
}
