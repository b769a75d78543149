package io.bemade.odoo.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Several ways to do one work, each done in every round, in turn: what slows the machine down for a while meets all.
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
        private double seconds() throws Exception {
            before.run();
            try {
                long begin = System.nanoTime();
                timed.run();
                return (System.nanoTime() - begin) / 1e9;
            } finally {
                after.run();
            }
        }
    }

    Comparison {
        ways = List.copyOf(ways);
    }

    /** @return a table in Markdown: medians, spreads, and ratios to the first way */
    String run(int rounds) throws Exception {
        Map<Way, List<Double>> seconds = new LinkedHashMap<>();
        ways.forEach(way -> seconds.put(way, new ArrayList<>()));
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<Way, List<Double>> way : seconds.entrySet()) {
                double took = way.getKey().seconds();
                System.err.printf(
                        Locale.ROOT,
                        "%s, round %d, %s: %.1f s%n",
                        work,
                        round,
                        way.getKey().name(),
                        took);
                way.getValue().add(took);
            }
        }
        double measure =
                seconds.values().stream().findFirst().map(Comparison::median).orElseThrow();
        StringBuilder table = new StringBuilder(
                "### %s\n\n| way | median s | from–to s | ratio |\n|---|---|---|---|\n".formatted(work));
        seconds.forEach((way, all) -> table.append("| %s | %.1f | %.1f–%.1f | %.2f |%n"
                .formatted(
                        way.name(), median(all), Collections.min(all), Collections.max(all), median(all) / measure)));
        return table.append('\n').toString();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
