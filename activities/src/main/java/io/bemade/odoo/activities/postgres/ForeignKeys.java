package io.bemade.odoo.activities.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The foreign keys of a script, added and proven. A third of all tables of an Odoo refer to {@code res_users}, and each key
 * costs the server the more, the more keys its tables have: those to the most referenced table are added one after the other
 * over the main connection, and all others beside them, over the lanes.
 *
 * <p>A key of a big table is added without proof and proven when nothing else is added to that table. The end is the same: a
 * constraint that is known to hold. A transaction adds the keys of one table, and takes the locks of all its tables first, in
 * the order of their names: nobody waits in a circle. A proof holds one table, and waits for none.
 */
final class ForeignKeys {
    /** Keys of a table of at most so many rows (in bytes) are proven faster than they are added without proof. */
    private static final long SMALL = 1 << 16;

    private final Lanes lanes;
    private final Connection main;
    private final ToLongFunction<String> bytes;
    private final LoadLog log;
    private final Consumer<String> progress;

    /** How many transactions that are still to come lock a table. */
    private final Map<String, Integer> toCome = new HashMap<>();

    private final Map<String, List<ForeignKey>> unproven = new HashMap<>();
    private final AtomicInteger added = new AtomicInteger();

    /**
     * @param main a connection without an open transaction
     * @param bytes how much a table holds
     * @param log knows what an attempt before has added
     * @param progress told how many are added
     */
    ForeignKeys(Lanes lanes, Connection main, ToLongFunction<String> bytes, LoadLog log, Consumer<String> progress) {
        this.lanes = lanes;
        this.main = main;
        this.bytes = bytes;
        this.log = log;
        this.progress = progress;
    }

    /** Returns when all are added and proven. */
    void add(List<ForeignKey> keys) throws SQLException, InterruptedException {
        Partitioned partitioned = new Partitioned(main);
        Predicate<ForeignKey> ofPartitioned = key -> partitioned.contains(key.statement(), key.table())
                || partitioned.contains(key.statement(), key.referenced());
        List<ForeignKey> first = keys.stream().filter(ofPartitioned.negate()).toList();
        List<ForeignKey> last = keys.stream().filter(ofPartitioned).toList();
        main.commit();
        addAndProve(first);
        // Their partitions are locked, too.
        for (List<ForeignKey> table : byTable(open(last))) {
            add(main, table, "");
        }
    }

    private void addAndProve(List<ForeignKey> keys) throws SQLException, InterruptedException {
        String hub = mostReferenced(keys);
        Predicate<ForeignKey> toTheHub = key -> key.referenced().equals(hub);
        List<List<ForeignKey>> toHub = heaviestFirst(open(keys), toTheHub);
        List<List<ForeignKey>> beside = heaviestFirst(open(keys), toTheHub.negate());
        Stream.concat(beside.stream(), toHub.stream())
                .flatMap(table -> tables(table).stream())
                .forEach(table -> toCome.merge(table, 1, Integer::sum));
        keys.stream()
                .filter(this::provenLater)
                .forEach(key -> unproven.computeIfAbsent(key.table(), table -> new ArrayList<>())
                        .add(key));
        List.copyOf(unproven.keySet()).stream()
                .filter(table -> !toCome.containsKey(table))
                .forEach(this::prove);
        for (List<ForeignKey> table : beside) {
            lanes.later(connection -> addOf(connection, table));
        }
        for (List<ForeignKey> table : toHub) {
            addOf(main, table);
            progress.accept(added.get() + " of " + keys.size() + " foreign keys");
            lanes.check();
        }
        lanes.awaitAll();
    }

    private static String mostReferenced(List<ForeignKey> keys) {
        return keys.stream()
                .collect(Collectors.groupingBy(ForeignKey::referenced, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private List<ForeignKey> open(List<ForeignKey> keys) {
        return keys.stream().filter(key -> !log.has(key.place())).toList();
    }

    /** What big tables wait for comes first, for their proofs take longest. */
    private List<List<ForeignKey>> heaviestFirst(List<ForeignKey> keys, Predicate<ForeignKey> which) {
        return byTable(keys.stream().filter(which).toList()).stream()
                .sorted(Comparator.comparingLong((List<ForeignKey> table) ->
                                tables(table).stream().mapToLong(bytes).max().orElse(0))
                        .reversed())
                .toList();
    }

    private boolean provenLater(ForeignKey key) {
        return bytes.applyAsLong(key.table()) > SMALL;
    }

    /** @param table keys of one table */
    private void addOf(Connection connection, List<ForeignKey> table) throws SQLException {
        add(connection, table, provenLater(table.get(0)) ? " NOT VALID" : "");
        locksNoMore(tables(table));
    }

    private void add(Connection connection, List<ForeignKey> table, String proof) throws SQLException {
        // In one statement they cost a quarter less.
        String together = table.get(0).alter()
                + table.stream().map(key -> key.constraint() + proof).collect(Collectors.joining(", ADD "));
        RoundTrip.send(
                connection,
                List.of(
                        "LOCK TABLE ONLY " + String.join(", ONLY ", tables(table)) + " IN SHARE ROW EXCLUSIVE MODE",
                        together),
                table.stream()
                        .map(key -> new RoundTrip.Order(
                                key.statement(), key.statement().text() + proof))
                        .toList());
        log.note(
                connection,
                table.stream().map(key -> new LoadLog.Piece(key.place(), 0)).toList());
        connection.commit();
        added.addAndGet(table.size());
    }

    private synchronized void locksNoMore(Collection<String> tables) {
        for (String table : tables) {
            if (toCome.merge(table, -1, Integer::sum) == 0) {
                prove(table);
            }
        }
    }

    private synchronized void prove(String table) {
        List<ForeignKey> keys = unproven.remove(table);
        if (keys != null) {
            lanes.later(connection -> {
                RoundTrip.send(
                        connection,
                        keys.stream()
                                .map(key -> new RoundTrip.Order(
                                        key.statement(), "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + key.name()))
                                .toList());
                connection.commit();
            });
        }
    }

    /** By their names. */
    private static SortedSet<String> tables(List<ForeignKey> keys) {
        return keys.stream()
                .flatMap(key -> Stream.of(key.table(), key.referenced()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Collection<List<ForeignKey>> byTable(List<ForeignKey> keys) {
        return keys.stream()
                .collect(Collectors.groupingBy(ForeignKey::alter, LinkedHashMap::new, Collectors.toList()))
                .values();
    }
}
