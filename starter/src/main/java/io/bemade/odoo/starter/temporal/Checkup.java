package io.bemade.odoo.starter.temporal;

import io.bemade.odoo.workflows.inspect.Doctor.Finding;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What can be examined from here: Temporal itself. A good finding with a remedy is something that could be better.
 */
public final class Checkup {
    private static final List<String> ATTRIBUTES = List.of("OdooInstance", "OdooOperation", "OdooPhase");

    private final Connection connection;

    public Checkup(Connection connection) {
        this.connection = connection;
    }

    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(check("Temporal at " + connection.server(), this::server));
        findings.add(check("Namespace " + connection.namespace(), this::namespace));
        findings.add(check("Task queue " + connection.taskQueue(), this::taskQueue));
        findings.add(check("Search attributes", this::searchAttributes));
        return findings;
    }

    private record Answer(boolean good, String detail, String remedy) {}

    private static Finding check(String subject, Supplier<Answer> question) {
        Answer answer;
        try {
            answer = question.get();
        } catch (StatusRuntimeException e) {
            answer = switch (e.getStatus().getCode()) {
                case UNIMPLEMENTED -> new Answer(true, "this server cannot say", "");
                case PERMISSION_DENIED, UNAUTHENTICATED -> new Answer(true, "we may not look", "");
                default -> new Answer(false, GrpcFailures.words(e), "look at the Temporal server's log");
            };
        }
        return new Finding(subject, answer.good(), answer.detail(), answer.remedy());
    }

    private Answer server() {
        String version = connection
                .client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                .getServerVersion();
        return new Answer(true, version.isEmpty() ? "answers" : "answers, version " + version, "");
    }

    private Answer namespace() {
        try {
            Duration kept = Duration.ofSeconds(connection
                    .client()
                    .getWorkflowServiceStubs()
                    .blockingStub()
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(connection.namespace())
                            .build())
                    .getConfig()
                    .getWorkflowExecutionRetentionTtl()
                    .getSeconds());
            return new Answer(true, "exists, remembers ended operations for " + kept.toDays() + " d", "");
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return new Answer(
                        false,
                        "does not exist",
                        "temporal operator namespace create --namespace " + connection.namespace());
            }
            throw e;
        }
    }

    private Answer taskQueue() {
        return new TaskQueue(connection)
                .pollers()
                .map(pollers -> pollers > 0
                        ? new Answer(true, pollers + " workers listen", "")
                        : new Answer(false, "no worker listens", "odooctl worker"))
                .orElse(new Answer(true, "this server cannot say who listens", ""));
    }

    private Answer searchAttributes() {
        Set<String> known = customAttributes();
        List<String> missing =
                ATTRIBUTES.stream().filter(name -> !known.contains(name)).toList();
        if (missing.isEmpty()) {
            return new Answer(true, String.join(", ", ATTRIBUTES), "");
        }
        return new Answer(
                true,
                "missing: " + String.join(", ", missing) + "; operations work, but cannot be searched for by them",
                missing.stream() // one command each: of several names, it registers the first and reports success
                        .map(name -> "temporal operator search-attribute create --namespace " + connection.namespace()
                                + " --type Keyword --name " + name)
                        .collect(Collectors.joining(" && ")));
    }

    private Set<String> customAttributes() {
        OperatorServiceStubs operator = operator();
        try {
            return operator.blockingStub()
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(connection.namespace())
                            .build())
                    .getCustomAttributesMap()
                    .keySet();
        } finally {
            operator.shutdownNow();
        }
    }

    /** Of the same server, by the same credentials. */
    private OperatorServiceStubs operator() {
        return OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder(
                        connection.client().getWorkflowServiceStubs().getOptions())
                .build());
    }
}
