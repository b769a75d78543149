package io.bemade.odoo.worker;

import io.bemade.odoo.workflows.retention.RetentionSweep;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleSpec;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Temporal starts by itself: the daily {@code retention-sweep}, of another task queue than the usual one
 * {@code retention-sweep-QUEUE}. Whoever changed or paused it finds it as it was left.
 */
final class Schedules {
    private static final String SWEEP = "retention-sweep";

    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
    private static final String DAILY = "17 3 * * *";

    private final ScheduleClient schedules;
    private final String taskQueue;
    private final String id;

    Schedules(ScheduleClient schedules, String taskQueue) {
        this.schedules = schedules;
        this.taskQueue = taskQueue;
        this.id = taskQueue.equals(WorkerConfiguration.TASK_QUEUE) ? SWEEP : SWEEP + "-" + taskQueue;
    }

    /** Creates what is not there. A server without schedules, such as the one in memory, goes without. */
    void ensure() {
        Schedule daily = Schedule.newBuilder()
                .setSpec(ScheduleSpec.newBuilder()
                        .setCronExpressions(List.of(DAILY))
                        .build())
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(RetentionSweep.TYPE)
                        .setOptions(WorkflowOptions.newBuilder()
                                .setTaskQueue(taskQueue)
                                .setWorkflowId(id)
                                .build())
                        .build())
                .build();
        try {
            schedules.createSchedule(id, daily, ScheduleOptions.newBuilder().build());
            LOG.info("The schedule {} sweeps daily at 03:17 UTC", id);
        } catch (ScheduleAlreadyRunningException there) {
            LOG.debug("The schedule {} is there", id);
        } catch (ScheduleException | StatusRuntimeException e) {
            LOG.warn(
                    "The schedule {} could not be created ({}): start the workflow {} by hand",
                    id,
                    e.getMessage(),
                    RetentionSweep.TYPE);
        }
    }
}
