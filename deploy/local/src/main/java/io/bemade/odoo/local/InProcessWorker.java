package io.bemade.odoo.local;

import io.bemade.odoo.worker.SearchAttributes;
import io.bemade.odoo.worker.Wiring;
import io.bemade.odoo.worker.WorkerConfiguration;
import io.bemade.odoo.worker.WorkerProcess;
import io.bemade.odoo.workflows.model.Json;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A worker in this process, for the demo. */
final class InProcessWorker implements AutoCloseable {
    private final WorkflowClient client;
    private final WorkerFactory factory;

    InProcessWorker(WorkflowServiceStubs service, Map<String, String> environment) {
        WorkerConfiguration configuration = WorkerConfiguration.fromEnvironment(environment);
        client = WorkflowClient.newInstance(
                service,
                WorkflowClientOptions.newBuilder()
                        .setDataConverter(Json.dataConverter())
                        .build());
        factory = WorkerProcess.factory(client);
        Worker worker = factory.newWorker(configuration.taskQueue(), WorkerProcess.options(configuration));
        boolean searchable = new SearchAttributes(service, client.getOptions().getNamespace()).ensure();
        new Wiring(configuration, environment).register(worker, client, searchable);
        factory.start();
    }

    WorkflowClient client() {
        return client;
    }

    @Override
    public void close() {
        factory.shutdownNow();
        factory.awaitTermination(5, TimeUnit.SECONDS);
    }
}
