package io.bemade.odoo.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionsTest {
    static final String COMMAND = "mvn -q -pl deploy/crds test -Dtest=DefinitionsTest -Dcrds.write";

    private static final Path CHECKED_IN = Path.of("src/main/resources/crds");

    @Test
    void theDefinitionsSayWhatTheTypesSay(@TempDir Path scratch) throws IOException {
        Map<String, String> generated = Definitions.generate(scratch);
        if (System.getProperty("crds.write") != null) {
            for (Map.Entry<String, String> definition : generated.entrySet()) {
                Files.writeString(CHECKED_IN.resolve(definition.getKey()), definition.getValue());
            }
        }
        assertThat(checkedIn())
                .as("%s is not what the types say; to write it anew: %s", CHECKED_IN, COMMAND)
                .isEqualTo(generated);
    }

    private static Map<String, String> checkedIn() throws IOException {
        Map<String, String> definitions = new TreeMap<>();
        try (Stream<Path> files = Files.list(CHECKED_IN)) {
            for (Path file : files.toList()) {
                definitions.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return definitions;
    }
}
