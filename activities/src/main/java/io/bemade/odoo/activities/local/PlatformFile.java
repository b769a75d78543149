package io.bemade.odoo.activities.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.Json;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** {@code instances.yaml}, read afresh each time, so that an edit counts without a restart. */
public final class PlatformFile implements Supplier<Platform> {
    private static final ObjectMapper YAML = Json.mapper().copyWith(new YAMLFactory());

    private final Path file;

    public PlatformFile(Path file) {
        this.file = file;
    }

    /** @throws OrchestratorException naming all problems of the file at once */
    @Override
    public Platform get() {
        List<String> problems = Platform.problems();
        Platform.Raw raw;
        try {
            raw = YAML.readValue(Files.readString(file), Platform.Raw.class);
        } catch (JsonProcessingException e) {
            throw invalid(Json.sentence(e), e);
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "the file of instances " + file + " cannot be read: create it or fix its mode",
                    e);
        }
        Platform platform = (raw == null ? new Platform.Raw(null, null, null, null) : raw).checked(problems);
        if (!problems.isEmpty()) {
            throw invalid(String.join("; ", problems), null);
        }
        return platform;
    }

    private OrchestratorException invalid(String problems, @org.jspecify.annotations.Nullable Exception cause) {
        return new OrchestratorException(ErrorCode.INVALID_REQUEST, file + " is not usable: " + problems, cause);
    }
}
