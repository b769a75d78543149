package io.bemade.odoo.worker;

import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/** Everything that a platform needs: all workflows, all activities, the schedules. */
record PlatformDuty(WorkerConfiguration configuration, Map<String, String> environment) implements Duty {
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
    public void register(Worker worker, WorkflowServiceStubs service, WorkflowClient client) {
        boolean searchable = new SearchAttributes(service, client.getOptions().getNamespace()).ensure();
        new Wiring(configuration, environment).register(worker, client, searchable);
    }

    @Override
    public void begun(WorkflowServiceStubs service, WorkflowClient client) {
        ScheduleClientOptions options = ScheduleClientOptions.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .build();
        new Schedules(ScheduleClient.newInstance(service, options), configuration.taskQueue()).ensure();
    }
}
