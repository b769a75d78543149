package io.bemade.odoo.crds.projection;

import io.bemade.odoo.crds.Condition;
import io.bemade.odoo.crds.OdooInstanceStatus;
import io.bemade.odoo.crds.OperationPhase;
import io.bemade.odoo.crds.OperationStatus;
import io.bemade.odoo.workflows.model.Progress;
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
                .map(time -> waiting(before, OperationPhase.SCHEDULED, "Waits until " + time, now))
                .orElseGet(() -> waiting(before, "Waits for a worker", now));
    }

    /** It cannot be begun yet. */
    public OperationStatus waiting(@Nullable OperationStatus before, String why, Instant now) {
        return waiting(before, OperationPhase.PENDING, why, now);
    }

    /** Since when is not said: whatever the operation itself says is newer. */
    private OperationStatus waiting(
            @Nullable OperationStatus before, OperationPhase phase, String message, Instant now) {
        return next(before, phase, message, null, now, 0);
    }

    /**
     * The operation says where it is; what is older than {@code before} changes nothing.
     *
     * @param now what the operation answers
     */
    public OperationStatus running(@Nullable OperationStatus before, Operation.Status now) {
        OperationPhase phase = phase(now);
        if (before != null && late(before.phase(), before.since(), phase, now.since())) {
            return before;
        }
        return next(before, phase, message(now), now.since(), now.since(), progress(before, now.phase(), 0));
    }

    /**
     * A step that moves data has come so far. It changes nothing when the operation is in another phase by now; an attempt
     * that begins anew does not count backwards.
     */
    public OperationStatus moving(OperationStatus before, Phase moving, Progress progress) {
        if (before.phase() != OperationPhase.IN_PROGRESS
                || !String.valueOf(before.message()).startsWith(sentence(moving))) {
            return before;
        }
        return new OperationStatus(
                before.phase(),
                sentence(moving) + ": " + words(progress),
                before.since(),
                before.startTime(),
                before.completionTime(),
                before.workflowId(),
                Math.max(reached(before), progress(before, moving, progress.percent())),
                before.conditions());
    }

    /** It is over. A completed one is at 100 percent; any other stays where it was. */
    public OperationStatus ended(@Nullable OperationStatus before, OperationPhase phase, String message, Instant at) {
        return next(before, phase, message, at, at, phase == OperationPhase.COMPLETED ? 100 : reached(before));
    }

    /** It was refused before it could become an operation: there is no workflow. */
    public OperationStatus refused(@Nullable OperationStatus before, String sentence, Instant at) {
        OperationStatus status = ended(before, OperationPhase.FAILED, sentence, at);
        return new OperationStatus(
                status.phase(), status.message(), at, null, status.completionTime(), null, 0, status.conditions());
    }

    /**
     * True when what is said is older than what is there. An ending stays even when both were at the same moment; what was
     * begun after it, as by a reset of the workflow, is newer.
     */
    static boolean late(
            @Nullable OperationPhase there, @Nullable Instant since, OperationPhase said, Instant saidSince) {
        return since != null
                && (saidSince.isBefore(since) || (saidSince.equals(since) && ended(there) && !ended(said)));
    }

    /** The operation as the instance's own status tells it. */
    public OdooInstanceStatus.Operation onInstance(OperationStatus status) {
        return new OdooInstanceStatus.Operation(workflowId, status.phase(), status.since(), status.progress());
    }

    /** True when nothing follows any more. */
    public static boolean ended(@Nullable OperationPhase phase) {
        return phase == OperationPhase.COMPLETED || phase == OperationPhase.FAILED || phase == OperationPhase.CANCELLED;
    }

    private OperationStatus next(
            @Nullable OperationStatus before,
            OperationPhase phase,
            String message,
            @Nullable Instant since,
            Instant now,
            int progress) {
        boolean begun = phase != OperationPhase.SCHEDULED && phase != OperationPhase.PENDING;
        Instant start = before == null ? null : before.startTime();
        Instant completion = before == null ? null : before.completionTime();
        return new OperationStatus(
                phase,
                message,
                since,
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

    static OperationPhase phase(Operation.Status now) {
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
        if (now.phase().ended()) {
            return now.message().isEmpty() ? outcome(now) : now.message();
        }
        String holders = String.join(
                ", ", now.lockHolders().stream().map(holder -> holder.owner()).toList());
        return sentence(now.phase())
                + (holders.isEmpty() ? "" : ", held by " + holders)
                + (now.message().isEmpty() ? "" : ": " + now.message());
    }

    private static String outcome(Operation.Status now) {
        return now.pair()
                .filter(pair -> now.phase() == Phase.COMPLETED)
                .map(pair -> "Served from " + pair)
                .orElse(sentence(now.phase()));
    }

    private static String sentence(Phase phase) {
        return "The operation " + phase.sentence();
    }

    private static String words(Progress progress) {
        return progress.step()
                + (progress.total() > 0 ? ", " + progress.percent() + " %" : "")
                + (progress.detail().isEmpty() ? "" : ", " + progress.detail());
    }

    private static int reached(@Nullable OperationStatus before) {
        return before == null || before.progress() == null ? 0 : before.progress();
    }

    /** Loading is most of the time of an operation that loads. What is undone does not count backwards. */
    private static int progress(@Nullable OperationStatus before, Phase phase, int percent) {
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
            case UNDOING, FAILED -> reached(before);
        };
    }
}
