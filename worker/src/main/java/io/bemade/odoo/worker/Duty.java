package io.bemade.odoo.worker;

import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** What a worker is there for. */
interface Duty {
    String taskQueue();

    /** How many activities run at once. */
    int concurrency();

    /** Where health and metrics are served; empty = nowhere. */
    Optional<InetSocketAddress> listen();

    /** Through which all of its activities go, beside those of every worker. */
    default List<WorkerInterceptor> interceptors(WorkflowClient client) {
        return List.of();
    }

    /** Registers what the worker can do; Temporal answers by now. What it throws ends the process. */
    void register(Worker worker, WorkflowServiceStubs service, WorkflowClient client);

    /** The worker takes work by now. */
    default void begun(WorkflowServiceStubs service, WorkflowClient client) {}
}
