package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was seen and done last. A projection: it can be lost and is written anew, and nothing is decided by it. */
public record OdooInstanceStatus(
        @JsonPropertyDescription("The database in use, and the last restore.") @Nullable
        Database database,

        @JsonPropertyDescription("The pair of database and filestore in use, and those kept for a rollback.") @Nullable
        Storage storage,

        @JsonPropertyDescription("The operation that runs, or ran last.") @Nullable
        Operation operation,

        @JsonPropertyDescription("The latest observations, one of each type.")
        List<Condition> conditions) {

    public OdooInstanceStatus {
        conditions = Formats.list(conditions);
    }

    /** The database in use, and the last restore. */
    public record Database(
            @JsonPropertyDescription("Name of the database in use.") @Nullable
            String name,

            @JsonPropertyDescription("Whether a new instance has got its first data.") @Nullable
            Boolean initialRestorationComplete,

            @Pattern(Formats.DATE_TIME)
            @JsonPropertyDescription("When the last restore switched the instance.")
            @Nullable
            Instant lastRestoreTime,

            @JsonPropertyDescription("Where the data of the last restore came from, such as s3://bucket/key.") @Nullable
            String lastRestoreSource,

            @JsonPropertyDescription("How far the last restore is.") @Nullable
            OperationPhase restoreStatus,

            @JsonPropertyDescription("The last restore in one sentence.") @Nullable
            String restoreMessage) {}

    /** Pairs of database and filestore. */
    public record Storage(
            @JsonPropertyDescription("The pair in use.") @Nullable
            Pair current,

            @JsonPropertyDescription("Pairs that can be rolled back to, the last one first.")
            List<PreviousPair> previous) {

        public Storage {
            previous = Formats.list(previous);
        }
    }

    /** The pair in use. */
    public record Pair(
            @Required @JsonPropertyDescription("Name of the database.")
            String database,

            @Required @JsonPropertyDescription("Name of the volume claim.")
            String filestore,

            @Pattern(Formats.DATE_TIME) @JsonPropertyDescription("When the pair was made.") @Nullable
            Instant createdAt) {}

    /** A pair kept for a rollback. */
    public record PreviousPair(
            @Required @JsonPropertyDescription("Name of the database.")
            String database,

            @Required @JsonPropertyDescription("Name of the volume claim.")
            String filestore,

            @Pattern(Formats.DATE_TIME) @JsonPropertyDescription("When the pair was made.") @Nullable
            Instant createdAt,

            @Pattern(Formats.DATE_TIME) @JsonPropertyDescription("When the pair will be deleted.") @Nullable
            Instant scheduledForDeletionAt) {}

    /** The operation that runs, or ran last. */
    public record Operation(
            @Required @JsonPropertyDescription("Id of its workflow in Temporal.")
            String workflowId,

            @JsonPropertyDescription("How far it is.") @Nullable
            OperationPhase phase,

            @Pattern(Formats.DATE_TIME)
            @JsonPropertyDescription("When it was so first. Nothing older is written over it.")
            @Nullable
            Instant since,

            @Min(0) @Max(100) @JsonPropertyDescription("How much of it is done.") @Nullable
            Integer percent) {}
}
