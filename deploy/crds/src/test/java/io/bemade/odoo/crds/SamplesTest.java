package io.bemade.odoo.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {
    private static final Path SAMPLES = Path.of("../samples");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** The mapper that the Kubernetes client has, but strict. */
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final KubernetesSerialization CLIENT = new KubernetesSerialization(STRICT, false);

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void saysNothingThatTheTypesDoNotKnow(Path sample) throws IOException {
        JsonNode written = YAML.readTree(sample.toFile());
        CustomResource<?, ?> resource = read(written);
        assertThat(resource.getSpec()).isNotNull();
        assertKept(written, CLIENT.convertValue(resource, JsonNode.class), "");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isEqualAfterTheWayThroughYaml(Path sample) throws IOException {
        CustomResource<?, ?> resource = read(YAML.readTree(sample.toFile()));
        assertThat(read(YAML.readTree(CLIENT.asYaml(resource)))).isEqualTo(resource);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isRefusedWithAFieldTooMany(Path sample) throws IOException {
        ObjectNode written = (ObjectNode) YAML.readTree(sample.toFile());
        ((ObjectNode) written.get("spec")).put("sauce", 1);
        assertThatThrownBy(() -> read(written))
                .hasRootCauseInstanceOf(UnrecognizedPropertyException.class)
                .hasStackTraceContaining("sauce");
    }

    @Test
    void everyKindHasASample() throws IOException {
        for (Class<? extends CustomResource<?, ?>> kind : Definitions.KINDS) {
            assertThat(samples()).as(kind.getSimpleName()).anyMatch(sample -> contains(sample, kind));
        }
    }

    @Test
    void whatIsLeftOutIsTheSafePosture() throws IOException {
        OdooInstanceSpec staging = CLIENT.convertValue(
                        YAML.readTree(SAMPLES.resolve("staging.yaml").toFile()), OdooInstance.class)
                .getSpec();
        assertThat(staging.instanceType()).isEqualTo(InstanceType.STAGING);
        assertThat(staging.filestore().mountPath()).isEqualTo("/var/lib/odoo");
    }

    @Test
    void aTimeWithAnOffsetIsTheSameInstant() throws IOException {
        OdooInstanceReloadSpec reload = CLIENT.convertValue(
                        YAML.readTree(SAMPLES.resolve("reload.yaml").toFile()), OdooInstanceReload.class)
                .getSpec();
        assertThat(reload.scheduledTime()).isEqualTo(Instant.parse("2026-11-22T21:00:00Z"));
    }

    private static boolean contains(Path sample, Class<?> kind) {
        try {
            return kind.getSimpleName()
                    .equals(YAML.readTree(sample.toFile()).path("kind").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CustomResource<?, ?> read(JsonNode resource) {
        String name = resource.path("kind").asText();
        Class<? extends CustomResource<?, ?>> kind = Definitions.KINDS.stream()
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
        return CLIENT.convertValue(resource, kind);
    }

    /** Defaults may come in addition; nothing that was written is lost or changed. */
    private static void assertKept(JsonNode written, JsonNode kept, String path) {
        if (written.isObject()) {
            written.properties()
                    .forEach(field ->
                            assertKept(field.getValue(), kept.path(field.getKey()), path + "." + field.getKey()));
        } else if (path.endsWith("Time")) {
            assertThat(OffsetDateTime.parse(kept.asText()))
                    .as(path)
                    .isAtSameInstantAs(OffsetDateTime.parse(written.asText()));
        } else {
            assertThat(kept).as(path).isEqualTo(written);
        }
    }
}
