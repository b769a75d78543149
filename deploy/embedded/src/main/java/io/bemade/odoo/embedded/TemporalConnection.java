package io.bemade.odoo.embedded;

import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.concurrent.TimeUnit;

/** A client's connection and the address it leads to. */
record TemporalConnection(String address, WorkflowServiceStubs stubs) implements AutoCloseable {
    static TemporalConnection to(String address) {
        return new TemporalConnection(
                address,
                WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                        .setTarget(address)
                        .build()));
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        stubs.awaitTermination(5, TimeUnit.SECONDS);
    }
}
