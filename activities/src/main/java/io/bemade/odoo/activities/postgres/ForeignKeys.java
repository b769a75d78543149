package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.postgres.Relations.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The foreign keys of a script, added and proven. A third of all keys of an Odoo refer to {@code res_users}, and each costs
 * the server the more, the more keys its tables have: those to the most referenced table are added one after the other over
 * the main connection, and all others beside them, over the lanes.
 *
 * <p>A key of a big table is added without proof, and proven afterwards: the constraint is known to hold, as any other. The
 * order in which keys come to be, and with it that of their triggers' names, is that of no script, as after
 * {@code pg_restore -j}.
 *
 * <p>A transaction adds keys of one table, and locks all tables that these touch before anything else, in the order of their
 * numbers. A proof locks its table, and for those it refers to it has a lock that no other key minds. So nobody waits in a
 * circle.
 */
final class ForeignKeys {
    /** Keys of a table of at most so many rows (in bytes) are proven faster than they are added without proof. */
    private static final long SMALL = 1 << 16;

    /**
     * Keys of one table.
     *
     * @param tables that adding them locks; by their numbers
     */
    private record Group(List<ForeignKey> keys, SortedMap<Long, String> tables) {
        static Group of(List<ForeignKey> keys, Relations relations) {
            SortedMap<Long, String> tables = new TreeMap<>();
            keys.stream()
                    .flatMap(key -> Stream.of(key.table(), key.referenced()))
                    .forEach(table -> tables.put(relations.named(table).oid(), table));
            return new Group(keys, tables);
        }

        String table() {
            return keys.get(0).table();
        }

        String lock() {
            return "LOCK TABLE ONLY " + String.join(", ONLY ", tables.values()) + " IN SHARE ROW EXCLUSIVE MODE";
        }

        /** In one statement they cost a quarter less. */
        String together(String proof) {
            return keys.get(0).alter()
                    + keys.stream().map(key -> key.constraint() + proof).collect(Collectors.joining(", ADD "));
        }

        List<RoundTrip.Order> oneByOne(String proof) {
            return keys.stream()
                    .map(key ->
                            new RoundTrip.Order(key.statement(), key.statement().text() + proof))
                    .toList();
        }
    }

    private final Lanes lanes;
    private final Connection main;
    private final ToLongFunction<String> bytes;
    private final LoadLog log;
    private final Consumer<String> progress;
    private final AtomicInteger added = new AtomicInteger();
    private int all;

    /**
     * @param main a connection without an open transaction
     * @param bytes how much a table holds
     * @param log knows what an attempt before has added
     * @param progress told how many are added, by several threads
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
        // What stands behind them was done, so they are proven, and may even be gone again.
        List<ForeignKey> wanted =
                keys.stream().filter(key -> !log.passed(key.place())).toList();
        List<ForeignKey> open =
                wanted.stream().filter(key -> !log.has(key.place())).toList();
        all = keys.size();
        added.set(all - open.size());
        Relations relations = Relations.of(
                main,
                wanted.stream()
                        .flatMap(key -> Stream.of(key.table(), key.referenced()))
                        .distinct()
                        .toList());
        main.commit();
        // PostgreSQL before 18 adds no unproven key to a partitioned table, and of one that refers to it it proves
        // nothing but the whole. They lock the partitions, too, and so are added when nobody else adds any.
        Predicate<ForeignKey> ofPartitions = key -> relations.named(key.table()).partitioned()
                || relations.named(key.referenced()).partitioned();
        Proofs proofs = new Proofs(lanes);
        wanted.stream()
                .filter(ofPartitions.negate().and(key -> provenLater(key.table())))
                .forEach(key -> proofs.owe(relations.named(key.table()).oid(), key));
        addAtOnce(open.stream().filter(ofPartitions.negate()).toList(), relations, proofs);
        // The proofs' end, too, is awaited: what comes next in the script may hide rows from them.
        lanes.awaitAll();
        for (Group group : groups(open.stream().filter(ofPartitions).toList(), relations)) {
            add(main, group, "");
        }
    }

    private void addAtOnce(List<ForeignKey> keys, Relations relations, Proofs proofs) throws SQLException {
        Relation hub = mostReferenced(keys, relations);
        Predicate<ForeignKey> toTheHub =
                key -> relations.named(key.referenced()).equals(hub);
        List<Group> toHub = groups(keys.stream().filter(toTheHub).toList(), relations);
        List<Group> beside = groups(keys.stream().filter(toTheHub.negate()).toList(), relations);
        toHub.forEach(group -> proofs.await(group.tables().keySet()));
        beside.forEach(group -> proofs.await(group.tables().keySet()));
        proofs.begin();
        for (Group group : beside) {
            lanes.later(connection -> add(connection, group, proofs));
        }
        for (Group group : toHub) {
            add(main, group, proofs);
            lanes.check();
        }
    }

    private static Relation mostReferenced(List<ForeignKey> keys, Relations relations) {
        return keys.stream()
                .collect(Collectors.groupingBy(key -> relations.named(key.referenced()), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(relations.named(""));
    }

    /** What the biggest tables wait for comes first, for their proofs take longest. */
    private List<Group> groups(List<ForeignKey> keys, Relations relations) {
        Collection<List<ForeignKey>> byTable = keys.stream()
                .collect(Collectors.groupingBy(ForeignKey::alter, LinkedHashMap::new, Collectors.toList()))
                .values();
        return byTable.stream()
                .map(table -> Group.of(table, relations))
                .sorted(Comparator.comparingLong(this::biggest).reversed())
                .toList();
    }

    private long biggest(Group group) {
        return group.tables().values().stream().mapToLong(bytes).max().orElse(0);
    }

    private boolean provenLater(String table) {
        return bytes.applyAsLong(table) > SMALL;
    }

    private void add(Connection connection, Group group, Proofs proofs) throws SQLException {
        add(connection, group, provenLater(group.table()) ? " NOT VALID" : "");
        proofs.came(group.tables().keySet());
    }

    private void add(Connection connection, Group group, String proof) throws SQLException {
        RoundTrip.send(connection, group.lock(), group.together(proof), group.oneByOne(proof));
        log.note(
                connection,
                group.keys().stream()
                        .map(key -> new LoadLog.Piece(key.place(), 0))
                        .toList());
        connection.commit();
        progress.accept(added.addAndGet(group.keys().size()) + " of " + all + " foreign keys");
    }
}
