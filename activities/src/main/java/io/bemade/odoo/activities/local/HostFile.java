package io.bemade.odoo.activities.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.bemade.odoo.activities.local.Host.ServerEntry;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.Json;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code instances.yaml}, read afresh each time, so that an edit counts without a restart. */
public final class HostFile implements Supplier<Host> {
    private static final ObjectMapper YAML = Json.mapper().copyWith(new YAMLFactory());

    private final Path file;

    public HostFile(Path file) {
        this.file = file;
    }

    /** @throws OrchestratorException naming all problems of the file at once */
    @Override
    public Host get() {
        return checked(Host.Raw::checked);
    }

    /**
     * Of a file that names servers, and perhaps nothing else.
     *
     * @throws OrchestratorException naming all problems of the servers at once
     */
    public Map<String, ServerEntry> servers() {
        return checked(Host.Raw::checkedServers);
    }

    private <T> T checked(BiFunction<Host.Raw, List<String>, T> check) {
        List<String> problems = new ArrayList<>();
        T checked = check.apply(read(), problems);
        if (!problems.isEmpty()) {
            throw invalid(String.join("; ", problems), null);
        }
        return checked;
    }

    private Host.Raw read() {
        try {
            Host.@Nullable Raw raw = YAML.readValue(Files.readString(file), Host.Raw.class);
            return raw == null ? new Host.Raw(null, null, null, null) : raw;
        } catch (JsonProcessingException e) {
            throw invalid(Json.sentence(e), e);
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND, "the file " + file + " cannot be read: create it or fix its mode", e);
        }
    }

    private OrchestratorException invalid(String problems, @Nullable Exception cause) {
        return new OrchestratorException(ErrorCode.INVALID_REQUEST, file + " is not usable: " + problems, cause);
    }
}
