package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCacheTest {
    private static final Path DEMO = Path.of("/demo");

    @TempDir
    Path home;

    @Test
    void isWhereTheDesktopStandardSays() {
        assertThat(cache(Map.of())).isEqualTo(home.resolve(".cache/odooctl"));
        assertThat(cache(Map.of("XDG_CACHE_HOME", home + "/elsewhere"))).isEqualTo(home.resolve("elsewhere/odooctl"));
        assertThat(cache(Map.of("XDG_CACHE_HOME", "relative"))).isEqualTo(home.resolve(".cache/odooctl"));
    }

    @Test
    void isTheDemosOwnWhereNothingCanBeKept() throws IOException {
        Files.createFile(home.resolve(".cache"));

        assertThat(cache(Map.of())).isEqualTo(DEMO.resolve("programs"));
        assertThat(ProgramCache.of(Map.of(), "?").or(DEMO)).isEqualTo(DEMO.resolve("programs"));
    }

    private Path cache(Map<String, String> environment) {
        return ProgramCache.of(environment, home.toString()).or(DEMO);
    }
}
