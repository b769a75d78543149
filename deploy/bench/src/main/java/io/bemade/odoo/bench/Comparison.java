package io.bemade.odoo.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Several ways to do one work, each done in every round, in turn: what slows the machine down for a while meets all. Beside
 * the time, the table says how long the machine's cores were busy meanwhile, whoever kept them so.
 *
 * @param work what is done, for the heading
 * @param ways the first is what the others are measured by
 */
record Comparison(String work, List<Way> ways) {
    /** Something that may fail in all the ways of programs and servers. */
    interface Action {
        void run() throws Exception;
    }

    /**
     * @param before not timed
     * @param timed what counts
     * @param after not timed, and done whatever happened
     */
    record Way(String name, Action before, Action timed, Action after) {
        private Cost cost() throws Exception {
            before.run();
            try {
                double busy = Machine.busySeconds();
                long begin = System.nanoTime();
                timed.run();
                return new Cost((System.nanoTime() - begin) / 1e9, Machine.busySeconds() - busy);
            } finally {
                after.run();
            }
        }
    }

    /** In seconds; the processor's are those of all cores together. */
    private record Cost(double wall, double processor) {}

    Comparison {
        ways = List.copyOf(ways);
    }

    /** @return a table in Markdown: medians, spreads, and ratios to the first way */
    String run(int rounds) throws Exception {
        Map<Way, List<Cost>> costs = new LinkedHashMap<>();
        ways.forEach(way -> costs.put(way, new ArrayList<>()));
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<Way, List<Cost>> way : costs.entrySet()) {
                Cost cost = way.getKey().cost();
                System.err.printf(
                        Locale.ROOT,
                        "%s, round %d, %s: %.1f s, cores busy for %.1f s%n",
                        work,
                        round,
                        way.getKey().name(),
                        cost.wall(),
                        cost.processor());
                way.getValue().add(cost);
            }
        }
        double measure = costs.values().stream()
                .findFirst()
                .map(Comparison::wall)
                .map(Comparison::median)
                .orElseThrow();
        StringBuilder table = new StringBuilder("#### %s\n\n".formatted(work)
                + "| way | median s | from–to s | ratio | processor s |\n|---|---|---|---|---|\n");
        costs.forEach((way, all) -> {
            List<Double> wall = wall(all);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f–%.1f | %.2f | %.1f |%n",
                    way.name(),
                    median(wall),
                    Collections.min(wall),
                    Collections.max(wall),
                    median(wall) / measure,
                    median(all.stream().map(Cost::processor).toList())));
        });
        return table.append('\n').toString();
    }

    private static List<Double> wall(List<Cost> costs) {
        return costs.stream().map(Cost::wall).toList();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
