package io.bemade.odoo.starter.temporal;

import io.grpc.Status;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.util.Optional;

/** Who listens where operations are put. */
public final class TaskQueue {
    private final Connection connection;

    public TaskQueue(Connection connection) {
        this.connection = connection;
    }

    /**
     * Workers that asked for workflow or activity tasks within the last minutes, the smaller number; one that was killed
     * is still counted for up to five. Empty when the server cannot say.
     */
    public Optional<Integer> pollers() {
        return pollers(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                .flatMap(workflows -> pollers(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                        .map(activities -> Math.min(workflows, activities)));
    }

    private Optional<Integer> pollers(TaskQueueType type) {
        try {
            return Optional.of(connection
                    .client()
                    .getWorkflowServiceStubs()
                    .blockingStub()
                    .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                            .setNamespace(connection.namespace())
                            .setTaskQueueType(type)
                            .setTaskQueue(io.temporal.api.taskqueue.v1.TaskQueue.newBuilder()
                                    .setName(connection.taskQueue()))
                            .build())
                    .getPollersCount());
        } catch (RuntimeException e) {
            if (GrpcFailures.is(e, Status.Code.UNIMPLEMENTED)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
