package io.bemade.odoo.activities.filestore;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What makes a directory ours. Nothing without it is ever deleted.
 *
 * @param operation workflow id of the operation that made it; {@code adopted} for what was there before
 * @param createdAt ISO 8601
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Mark(String product, String instance, String operation, String database, String createdAt) {
    static final String FILE = ".pair.json";

    private static final String PRODUCT = "odoo-orchestrator";
    private static final String ADOPTED = "adopted";
    private static final int LONGEST = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    static Mark of(Building building) {
        return of(building.pair(), building.operation(), building.createdAt().toString());
    }

    static Mark adopting(StoragePair pair) {
        return of(pair, ADOPTED, "");
    }

    private static Mark of(StoragePair pair, String operation, String createdAt) {
        return new Mark(
                PRODUCT, pair.instance().toString(), operation, pair.database().value(), createdAt);
    }

    /** Empty when there is no mark, or none of ours. */
    static Optional<Mark> read(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            boolean plausible = Files.size(file) <= LONGEST;
            return plausible
                    ? Optional.of(JSON.readValue(file.toFile(), Mark.class)).filter(Mark::ours)
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE, "the mark " + file + " cannot be read: " + Failures.reason(e), e);
        }
    }

    private boolean ours() {
        return PRODUCT.equals(product);
    }

    void write(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    boolean belongsTo(StoragePair pair) {
        return pair.instance().toString().equals(instance)
                && pair.database().value().equals(database);
    }

    boolean madeBy(Building building) {
        return belongsTo(building.pair()) && building.operation().equals(operation);
    }
}
