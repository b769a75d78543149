package io.bemade.odoo.worker;

import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that a platform needs: all workflows, all activities, the schedules. */
final class PlatformDuty implements Duty {
    private final WorkerConfiguration configuration;
    private final Wiring wiring;

    PlatformDuty(WorkerConfiguration configuration, Map<String, String> environment) {
        this.configuration = configuration;
        this.wiring = new Wiring(configuration, environment);
    }

    @Override
    public String taskQueue() {
        return configuration.taskQueue();
    }

    @Override
    public int concurrency() {
        return configuration.concurrency();
    }

    @Override
    public Optional<InetSocketAddress> listen() {
        return configuration.listen();
    }

    @Override
    public List<WorkerInterceptor> interceptors(WorkflowClient client) {
        return wiring.interceptors(client);
    }

    @Override
    public void register(Worker worker, WorkflowServiceStubs service, WorkflowClient client) {
        boolean searchable = new SearchAttributes(service, client.getOptions().getNamespace()).ensure();
        wiring.register(worker, client, searchable);
    }

    @Override
    public void begun(WorkflowServiceStubs service, WorkflowClient client) {
        ScheduleClientOptions options = ScheduleClientOptions.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .build();
        new Schedules(ScheduleClient.newInstance(service, options), configuration.taskQueue()).ensure();
    }
}
