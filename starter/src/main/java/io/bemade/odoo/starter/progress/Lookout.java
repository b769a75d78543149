package io.bemade.odoo.starter.progress;

import io.bemade.odoo.workflows.model.Progress;
import io.bemade.odoo.workflows.operation.Operation;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.PendingWorkflowTaskState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.PendingWorkflowTaskInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks at one running operation: its own status, and the heartbeats and failures of what it waits for. */
final class Lookout {
    /** A worker takes a waiting task at once; after this long, none is there. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final WorkflowStub stub;
    private final DataConverter converter;
    private final Clock clock;
    private final Pacing pacing = new Pacing();
    private Optional<Operation.Status> status = Optional.empty();

    Lookout(WorkflowStub stub, DataConverter converter, Clock clock) {
        this.stub = stub;
        this.converter = converter;
        this.clock = clock;
    }

    Snapshot look(WorkflowExecutionDescription description) {
        Instant now = clock.instant();
        DescribeWorkflowExecutionResponse raw = description.getRawDescription();
        Instant begin = Optional.ofNullable(description.getExecutionTime()).orElse(description.getStartTime());
        boolean begun = !begin.isAfter(now);
        boolean stuck = begun && waitsForWorker(raw, now);
        if (begun && !stuck) {
            status = ask().or(() -> status);
        }
        return new Snapshot(
                description.getExecution().getWorkflowId(),
                description.getWorkflowType(),
                now,
                begin,
                status,
                raw.getPendingActivitiesList().stream()
                        .map(activity -> step(activity, now))
                        .toList(),
                stuck
                        ? Optional.of("no worker takes it up on task queue " + description.getTaskQueue())
                        : Optional.empty());
    }

    /** A query needs a worker; without one, or before the workflow's first task, there is no answer. */
    private Optional<Operation.Status> ask() {
        try {
            return Optional.ofNullable(stub.query("status", Operation.Status.class));
        } catch (WorkflowException | ApplicationFailure e) {
            return Optional.empty();
        }
    }

    private boolean waitsForWorker(DescribeWorkflowExecutionResponse raw, Instant now) {
        PendingWorkflowTaskInfo task = raw.getPendingWorkflowTask();
        boolean workflow = raw.hasPendingWorkflowTask()
                && task.getState() == PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_SCHEDULED
                && instant(task.getScheduledTime()).plus(PATIENCE).isBefore(now);
        return workflow
                || raw.getPendingActivitiesList().stream()
                        .filter(activity -> !activity.getPaused())
                        .flatMap(activity -> waitingSince(activity).stream())
                        .anyMatch(since -> since.plus(PATIENCE).isBefore(now));
    }

    /** Since when, or until when, an activity that nobody works on has to wait. */
    private static Optional<Instant> waitingSince(PendingActivityInfo activity) {
        if (activity.getState() != PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED) {
            return Optional.empty();
        }
        if (activity.hasNextAttemptScheduleTime()) {
            return Optional.of(instant(activity.getNextAttemptScheduleTime()));
        }
        return activity.hasScheduledTime() ? Optional.of(instant(activity.getScheduledTime())) : Optional.empty();
    }

    private Snapshot.Step step(PendingActivityInfo activity, Instant now) {
        String type = activity.getActivityType().getName();
        Optional<Progress> progress = progress(activity);
        return new Snapshot.Step(
                type,
                Math.max(1, activity.getAttempt()),
                progress,
                progress.flatMap(p -> pacing.of(type, p, now)),
                waitingSince(activity).filter(next -> activity.getAttempt() > 1),
                activity.hasLastFailure()
                        ? Optional.of(Failure.of(converter.failureToException(activity.getLastFailure()))
                                .message())
                        : Optional.empty());
    }

    private Optional<Progress> progress(PendingActivityInfo activity) {
        if (!activity.hasHeartbeatDetails()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(converter.fromPayloads(
                    0, Optional.of(activity.getHeartbeatDetails()), Progress.class, Progress.class));
        } catch (DataConverterException | ApplicationFailure e) {
            return Optional.empty(); // a heartbeat of another kind
        }
    }

    private static Instant instant(com.google.protobuf.Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    /** For a failure that Temporal itself does not tell: a cancelled run drops it. */
    Optional<Operation.Status> lastStatus() {
        return ask().or(() -> status);
    }

    /** What was left behind; empty when nobody could be asked. */
    Optional<List<String>> leftBehind() {
        try {
            return Optional.ofNullable(stub.query("leftBehind", String[].class)).map(List::of);
        } catch (WorkflowException | ApplicationFailure e) {
            return Optional.empty();
        }
    }
}
