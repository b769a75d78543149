package io.bemade.odoo.crds.projection;

import io.bemade.odoo.crds.Condition;
import io.bemade.odoo.crds.OdooInstanceStatus;
import io.bemade.odoo.crds.OperationPhase;
import io.bemade.odoo.crds.OperationStatus;
import io.bemade.odoo.workflows.operation.Operation;
import io.bemade.odoo.workflows.operation.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status of a restore, reload or rollback, from what its operation says. Each method gives the whole status that
 * follows {@code before}; what it does not change it keeps, so that a projection that is repeated changes nothing.
 *
 * @param workflowId of the operation in Temporal
 * @param generation of the custom resource
 */
public record StatusProjection(String workflowId, long generation) {
    /** Type of the one condition: Unknown while the operation is open, then True or False. */
    public static final String SUCCEEDED = "Succeeded";

    /** The operation is in Temporal's hands: it waits for its time, or for a worker. */
    public OperationStatus accepted(@Nullable OperationStatus before, Optional<Instant> scheduledTime, Instant now) {
        return scheduledTime
                .filter(now::isBefore)
                .map(time -> next(before, OperationPhase.SCHEDULED, "Waits until " + time, now, 0))
                .orElseGet(() -> next(before, OperationPhase.PENDING, "Waits for a worker", now, 0));
    }

    /** It cannot be begun yet. */
    public OperationStatus waiting(@Nullable OperationStatus before, String why, Instant now) {
        return next(before, OperationPhase.PENDING, why, now, 0);
    }

    /**
     * @param now what the operation answers
     * @param percent how much of the present step is done, 0 to 100
     * @param at when it answered
     */
    public OperationStatus running(@Nullable OperationStatus before, Operation.Status now, int percent, Instant at) {
        OperationPhase phase = phase(now);
        return next(before, phase, message(now), at, progress(before, now.phase(), percent));
    }

    /** It is over. A completed one is at 100 percent; any other stays where it was. */
    public OperationStatus ended(@Nullable OperationStatus before, OperationPhase phase, String message, Instant at) {
        int reached = before == null || before.progress() == null ? 0 : before.progress();
        return next(before, phase, message, at, phase == OperationPhase.COMPLETED ? 100 : reached);
    }

    /** It was refused before it could become an operation: there is no workflow. */
    public OperationStatus refused(@Nullable OperationStatus before, String sentence, Instant at) {
        OperationStatus status = ended(before, OperationPhase.FAILED, sentence, at);
        return new OperationStatus(
                status.phase(), status.message(), null, status.completionTime(), null, 0, status.conditions());
    }

    /** The operation as the instance's own status tells it. */
    public OdooInstanceStatus.Operation onInstance(OperationStatus status) {
        return new OdooInstanceStatus.Operation(workflowId, status.phase(), status.progress());
    }

    /** True when nothing follows any more. */
    public static boolean ended(@Nullable OperationPhase phase) {
        return phase == OperationPhase.COMPLETED || phase == OperationPhase.FAILED || phase == OperationPhase.CANCELLED;
    }

    private OperationStatus next(
            @Nullable OperationStatus before, OperationPhase phase, String message, Instant now, int progress) {
        boolean begun = phase != OperationPhase.SCHEDULED && phase != OperationPhase.PENDING;
        Instant start = before == null ? null : before.startTime();
        Instant completion = before == null ? null : before.completionTime();
        return new OperationStatus(
                phase,
                message,
                start == null && begun ? now : start,
                !ended(phase) ? null : completion == null ? now : completion,
                workflowId,
                progress,
                List.of(condition(before, phase, message, now)));
    }

    /** The time of the last transition stays while the answer stays the same, as Kubernetes' tools expect. */
    private Condition condition(@Nullable OperationStatus before, OperationPhase phase, String message, Instant now) {
        String status = switch (phase) {
            case COMPLETED -> "True";
            case FAILED, CANCELLED -> "False";
            default -> "Unknown";
        };
        Instant since = Optional.ofNullable(before).map(OperationStatus::conditions).orElse(List.of()).stream()
                .filter(condition -> condition.type().equals(SUCCEEDED))
                .filter(condition -> condition.status().equals(status))
                .map(Condition::lastTransitionTime)
                .findFirst()
                .orElse(now);
        return new Condition(SUCCEEDED, status, since, reason(phase), message, generation);
    }

    private static String reason(OperationPhase phase) {
        return switch (phase) {
            case SCHEDULED -> "Scheduled";
            case PENDING -> "Pending";
            case IN_PROGRESS -> "InProgress";
            case AWAITING_APPROVAL -> "AwaitingApproval";
            case COMPLETED -> "Completed";
            case FAILED -> "Failed";
            case CANCELLED -> "Cancelled";
        };
    }

    private static OperationPhase phase(Operation.Status now) {
        return switch (now.phase()) {
            case SCHEDULED -> OperationPhase.SCHEDULED;
            case WAITING -> OperationPhase.PENDING;
            case COMPLETED -> OperationPhase.COMPLETED;
            case FAILED -> cancelled(now.message()) ? OperationPhase.CANCELLED : OperationPhase.FAILED;
            default -> OperationPhase.IN_PROGRESS;
        };
    }

    /** An operation that was cancelled says so, and then, perhaps, what it could not undo. */
    private static boolean cancelled(String message) {
        return message.equals("Cancelled") || message.startsWith("Cancelled;");
    }

    private static String message(Operation.Status now) {
        String holders = String.join(
                ", ", now.lockHolders().stream().map(holder -> holder.owner()).toList());
        String sentence = "The operation " + now.phase().sentence() + (holders.isEmpty() ? "" : ", held by " + holders);
        return now.message().isEmpty()
                ? sentence
                : now.phase().ended() ? now.message() : sentence + ": " + now.message();
    }

    /** Loading is most of the time of an operation that loads. What is undone does not count backwards. */
    private static int progress(@Nullable OperationStatus before, Phase phase, int percent) {
        int reached = before == null || before.progress() == null ? 0 : before.progress();
        return switch (phase) {
            case SCHEDULED, WAITING -> 0;
            case DESCRIBING -> 2;
            case CREATING -> 5;
            case LOADING, COPYING -> 10 + Math.max(0, Math.min(100, percent)) * 65 / 100;
            case PROVING -> 75;
            case NEUTRALIZING -> 80;
            case OWNING -> 85;
            case SWITCHING -> 90;
            case RETIRING, DELETING -> 95;
            case COMPLETED -> 100;
            case UNDOING, FAILED -> reached;
        };
    }
}
