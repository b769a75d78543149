package io.bemade.odoo.starter.temporal;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.workflows.model.Json;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.serviceclient.rpcretry.DefaultStubServiceOperationRpcRetryOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Connects as the options say, else as Temporal's environment variables and configuration file say, else to this host. */
public final class TemporalConnector implements Connector {
    private static final String THIS_HOST = "127.0.0.1:7233";
    private static final String DEFAULT_NAMESPACE = "default";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A person waits: give up far sooner than the SDK's minute. */
    private static final RpcRetryOptions RETRIES = DefaultStubServiceOperationRpcRetryOptions.getBuilder()
            .setExpiration(Duration.ofSeconds(10))
            .build();

    @Override
    public Connection connect(Address address) {
        ClientConfigProfile profile = profile(address);
        WorkflowServiceStubs stubs = stubs(profile);
        WorkflowClientOptions options = WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
                .setNamespace(profile.getNamespace())
                .setDataConverter(Json.dataConverter())
                .build();
        return new Connection(
                WorkflowClient.newInstance(stubs, options),
                profile.getAddress(),
                address.taskQueue(),
                stubs::shutdownNow);
    }

    private static ClientConfigProfile profile(Address address) {
        ClientConfigProfile environment;
        try {
            environment = ClientConfigProfile.load();
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "Temporal's configuration (TEMPORAL_* variables or temporal.toml) cannot be used: "
                            + e.getMessage(),
                    e);
        }
        return environment.toBuilder()
                .setAddress(address.server()
                        .or(() -> Optional.ofNullable(environment.getAddress()))
                        .orElse(THIS_HOST))
                .setNamespace(address.namespace()
                        .or(() -> Optional.ofNullable(environment.getNamespace()))
                        .orElse(DEFAULT_NAMESPACE))
                .build();
    }

    private static WorkflowServiceStubs stubs(ClientConfigProfile profile) {
        WorkflowServiceStubsOptions options = WorkflowServiceStubsOptions.newBuilder(
                        profile.toWorkflowServiceStubsOptions())
                .setRpcRetryOptions(RETRIES)
                .setRpcQueryTimeout(PATIENCE)
                .build();
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(options);
        try {
            // Not connect(): that tries again and again where nothing listens.
            stubs.blockingStub().withDeadlineAfter(PATIENCE).getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
            return stubs;
        } catch (StatusRuntimeException e) {
            stubs.shutdownNow();
            throw new CommandFailed(
                    ExitCode.NOT_REACHABLE,
                    "Temporal does not answer at " + profile.getAddress() + " (" + GrpcFailures.words(e)
                            + "): start it, or name another with --address or TEMPORAL_ADDRESS",
                    e);
        }
    }
}
