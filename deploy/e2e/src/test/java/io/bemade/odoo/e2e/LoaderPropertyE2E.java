package io.bemade.odoo.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Databases that nobody thought of are loaded like {@code psql -1} loads them. Each run makes others; a failure names the
 * seed, and {@code -Dseed=} makes that database again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoaderPropertyE2E {
    private static final int CASES = 14;
    private static final Duration ENOUGH = Duration.ofSeconds(60);

    /** Server of the source, pg_dump, server of the loads: whatever may be restored. */
    private record Way(LoadServer source, int pgDump, LoadServer target) {}

    private final long first = Long.getLong("seed", new Random().nextInt(1 << 30));
    private final int cases = Long.getLong("seed") == null ? CASES : 1;
    private List<Way> ways = List.of();

    @BeforeAll
    void start() {
        RealStack real = RealStack.require();
        LoadServer on15 = new LoadServer(real, 15);
        LoadServer on18 = new LoadServer(real, 18);
        ways = List.of(
                new Way(on18, 18, on18),
                new Way(on15, 15, on15),
                new Way(on15, 15, on18),
                new Way(on15, 18, on18),
                new Way(on15, 18, on15));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(ints = {0, 1, 2})
    void loadsLikePsql(int player) throws IOException {
        long end = System.nanoTime() + ENOUGH.toNanos();
        for (int i = 0; i < cases && System.nanoTime() < end; i++) {
            compare(first + (cases == 1 ? 0 : (long) player * CASES + i));
        }
    }

    private void compare(long seed) throws IOException {
        Way way = ways.get((int) (seed % ways.size()));
        String what = "seed %d, from %d by pg_dump %d to %d"
                .formatted(seed, way.source().version, way.pgDump(), way.target().version);
        String source = way.source().create();
        try {
            Path script = Files.createTempFile("random", ".sql");
            Files.writeString(script, RandomDatabase.script(seed));
            Shell made = way.source().psql(LoadServer.PLAIN, source, "-f", script.toString());
            if (made.exit() != 0) {
                throw new IllegalStateException(what + ": no such database can be: " + made.err());
            }
            Files.delete(script);
            way.target().loadsAlike(what, way.source().dump(way.pgDump(), source));
        } finally {
            way.source().drop(source);
        }
    }
}
