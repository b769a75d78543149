package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far an operation is. Restores, reloads and rollbacks tell it in the same words. */
public record OperationStatus(
        @JsonPropertyDescription(
                "How far the operation is. Scheduled waits for its time, Pending for the instance's lock,"
                        + " AwaitingApproval for a person.")
        @Nullable
        OperationPhase phase,

        @JsonPropertyDescription("What is being done, or why it failed, in one sentence.") @Nullable
        String message,

        @Pattern(Formats.DATE_TIME)
        @JsonPropertyDescription("When it was so first. Nothing older is written over it.")
        @Nullable
        Instant since,

        @Pattern(Formats.DATE_TIME) @JsonPropertyDescription("When the operation began.") @Nullable
        Instant startTime,

        @Pattern(Formats.DATE_TIME) @JsonPropertyDescription("When the operation ended, well or not.") @Nullable
        Instant completionTime,

        @JsonPropertyDescription("Id of the operation's workflow in Temporal.") @Nullable
        String workflowId,

        @Min(0) @Max(100) @JsonPropertyDescription("How much is done, in percent.") @Nullable
        Integer progress,

        @JsonPropertyDescription("The latest observations, one of each type.")
        List<Condition> conditions) {

    public OperationStatus {
        conditions = Formats.list(conditions);
    }
}
