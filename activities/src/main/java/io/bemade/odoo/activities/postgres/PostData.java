package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.dump.Element.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be done to several tables at once when their rows are in: a dump has first all keys, then all indexes, then all
 * foreign keys. The statements of one such stage are gathered, and done over the lanes, the biggest table first
 * ({@link ForeignKeys} has rules of its own); the next stage begins when all are done.
 */
final class PostData {
    /** A table of more rows than this (in bytes) is a job of its own; smaller ones share one. */
    static final long BIG = 1 << 20;

    /** Statements of small tables in one transaction. */
    static final int BUNDLE = 50;

    /** What may be gathered with its like. */
    private enum Stage {
        /** Unique constraints and the like: each locks its table. */
        KEYS(
                "keys",
                "ALTER\\s+TABLE\\s+(?:ONLY\\s+)?(?<table>" + Names.RELATION + ")\\s+ADD\\s+CONSTRAINT\\s+" + Names.NAME
                        + "\\s+(?:PRIMARY\\s+KEY|UNIQUE|EXCLUDE)\\b.*"),
        /** Indexes: a table takes several at once. */
        INDEXES(
                "indexes",
                "CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+" + Names.NAME + "\\s+ON\\s+(?<table>" + Names.RELATION
                        + ")\\s+USING\\b.*"),
        FOREIGN_KEYS("foreign keys", ForeignKey.PATTERN);

        private final String what;
        private final Pattern pattern;

        /** @param pattern has a group {@code table} */
        Stage(String what, String pattern) {
            this.what = what;
            this.pattern = Pattern.compile("(?is)" + pattern);
        }
    }

    /** @param place of the statement in its script */
    private record Step(Statement statement, LoadLog.Place place, String table) {
        Step(Statement statement, String table) {
            this(statement, LoadLog.Place.BEGINNING, table);
        }
    }

    /**
     * What one lane does in one transaction.
     *
     * @param gin whether a GIN index is among it
     * @param bytes of its table; of the first, if it is of several small ones
     */
    private record Job(List<Step> steps, boolean gin, long bytes) {
        long weight() {
            return bytes * (gin ? GIN_WEIGHT : 1);
        }

        List<RoundTrip.Order> orders() {
            List<RoundTrip.Order> orders = new ArrayList<>();
            if (gin) {
                orders.add(RoundTrip.Order.of(WITHOUT_WORKERS));
            }
            steps.forEach(step -> orders.add(RoundTrip.Order.of(step.statement())));
            return orders;
        }
    }

    private static final Pattern GIN = Pattern.compile("(?i)\\bUSING\\s+gin\\b");

    /** A GIN index is begun as early as others of a table so many times as big: the last one should not be waited for. */
    private static final int GIN_WEIGHT = 8;

    /** Parallel workers make a GIN index for a third more processor, and the other lanes have use for that. */
    private static final Statement WITHOUT_WORKERS = new Statement("SET LOCAL max_parallel_maintenance_workers = 0", 0);

    private static final Pattern COMMENT = Pattern.compile("(?is)COMMENT\\s+ON\\s+(?:INDEX|CONSTRAINT)\\b.*");

    /** Most statements of an Odoo's dump are these. */
    private static final Pattern TABLE_COMMENT = Pattern.compile("(?is)COMMENT\\s+ON\\s+(?:TABLE\\s+(" + Names.QUALIFIED
            + ")|COLUMN\\s+(" + Names.QUALIFIED + ")\\." + Names.NAME + ")\\s+IS\\b.*");

    private final Lanes lanes;
    private final Connection main;
    private final ToLongFunction<String> bytes;
    private final LoadLog log;
    private final Statistics statistics;
    private final Consumer<String> progress;
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> tableComments = new ArrayList<>();
    private final List<RoundTrip.Order> comments = new ArrayList<>();
    private Optional<Stage> stage = Optional.empty();

    /**
     * @param main a connection without an open transaction whenever {@link #finish} is called
     * @param bytes how much a table holds
     * @param log knows what an attempt before has done
     * @param statistics are wanted for the proofs of foreign keys
     * @param progress told what begins
     */
    PostData(
            Lanes lanes,
            Connection main,
            ToLongFunction<String> bytes,
            LoadLog log,
            Statistics statistics,
            Consumer<String> progress) {
        this.lanes = lanes;
        this.main = main;
        this.bytes = bytes;
        this.log = log;
        this.statistics = statistics;
        this.progress = progress;
    }

    /** True when it is a comment that can be made beside everything else, and will be. */
    boolean comments(Statement statement) {
        Matcher matcher = TABLE_COMMENT.matcher(statement.text());
        if (!matcher.matches()) {
            return false;
        }
        tableComments.add(new Step(statement, matcher.group(matcher.group(1) == null ? 2 : 1)));
        return true;
    }

    /** What is commented on is there now. */
    void tablesAreThere() {
        aside(tableComments);
        tableComments.clear();
    }

    /** True when the statement belongs to the stage that is being gathered, and was. */
    boolean gathers(Statement statement, LoadLog.Place place) {
        if (stage.isPresent() && COMMENT.matcher(statement.text()).matches()) {
            comments.add(RoundTrip.Order.of(statement));
            return true;
        }
        return stage.isPresent() && add(stage.get(), statement, place);
    }

    /** True when the statement begins a stage, and did; the stage before must be finished. */
    boolean begins(Statement statement, LoadLog.Place place) {
        for (Stage candidate : Stage.values()) {
            if (add(candidate, statement, place)) {
                stage = Optional.of(candidate);
                return true;
            }
        }
        return false;
    }

    private boolean add(Stage candidate, Statement statement, LoadLog.Place place) {
        Matcher matcher = candidate.pattern.matcher(statement.text());
        if (!matcher.matches()) {
            return false;
        }
        steps.add(new Step(statement, place, matcher.group("table")));
        return true;
    }

    /** Does what was gathered. */
    void finish() throws SQLException, InterruptedException {
        if (stage.isEmpty()) {
            return;
        }
        lanes.await();
        progress.accept(steps.size() + " " + stage.get().what);
        if (stage.get() == Stage.FOREIGN_KEYS) {
            statistics.ofTables();
            new ForeignKeys(lanes, main, bytes, log, progress)
                    .add(steps.stream()
                            .map(step -> ForeignKey.of(step.statement(), step.place()))
                            .toList());
        } else {
            overLanes(stage.get() == Stage.INDEXES);
        }
        if (!comments.isEmpty()) {
            RoundTrip.send(main, comments);
        }
        main.commit();
        steps.clear();
        comments.clear();
        stage = Optional.empty();
    }

    /** @param apart whether one table's statements may run side by side */
    private void overLanes(boolean apart) throws InterruptedException {
        List<Job> jobs = new ArrayList<>();
        List<Step> open = steps.stream().filter(step -> !done(step)).toList();
        List<Step> bundle = new ArrayList<>();
        for (List<Step> table : byTable(open)) {
            if (bytes.applyAsLong(table.get(0).table()) <= BIG) {
                bundle.addAll(table);
            } else if (apart) {
                table.forEach(step -> jobs.add(job(List.of(step))));
            } else {
                jobs.add(job(table));
            }
            if (bundle.size() >= BUNDLE) {
                jobs.add(job(bundle));
                bundle = new ArrayList<>();
            }
        }
        if (!bundle.isEmpty()) {
            jobs.add(job(bundle));
        }
        jobs.sort(Comparator.comparingLong(Job::weight).reversed());
        for (Job job : jobs) {
            lanes.submit(connection -> {
                RoundTrip.send(connection, job.orders());
                log.note(connection, job.steps().stream().map(PostData::piece).toList());
                connection.commit();
            });
        }
        lanes.await();
    }

    private Job job(List<Step> steps) {
        boolean gin = steps.stream()
                .anyMatch(step -> GIN.matcher(step.statement().text()).find());
        return new Job(steps, gin, bytes.applyAsLong(steps.get(0).table()));
    }

    private boolean done(Step step) {
        return log.has(step.place());
    }

    private static LoadLog.Piece piece(Step step) {
        return new LoadLog.Piece(step.place(), 0);
    }

    /** Done when a lane has nothing else to do, in transactions that hold one table each. */
    private void aside(List<Step> all) {
        List<List<RoundTrip.Order>> tables = byTable(all).stream()
                .map(table -> table.stream()
                        .map(step -> RoundTrip.Order.of(step.statement()))
                        .toList())
                .toList();
        for (int from = 0; from < tables.size(); from += BUNDLE) {
            List<List<RoundTrip.Order>> bundle = tables.subList(from, Math.min(from + BUNDLE, tables.size()));
            lanes.later(connection -> {
                for (List<RoundTrip.Order> table : bundle) {
                    RoundTrip.send(connection, table);
                    connection.commit();
                }
            });
        }
    }

    private static List<List<Step>> byTable(List<Step> all) {
        Map<String, List<Step>> tables = new LinkedHashMap<>();
        all.forEach(step ->
                tables.computeIfAbsent(step.table(), table -> new ArrayList<>()).add(step));
        return List.copyOf(tables.values());
    }
}
