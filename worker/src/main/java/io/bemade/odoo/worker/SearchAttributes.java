package io.bemade.odoo.worker;

import io.bemade.odoo.workflows.operation.Visibility;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our search attributes on the server: made where we may, done without where we may not. */
public final class SearchAttributes {
    private static final Logger LOG = LoggerFactory.getLogger(SearchAttributes.class);
    private static final Set<String> OURS =
            Set.of(Visibility.INSTANCE.getName(), Visibility.OPERATION.getName(), Visibility.PHASE.getName());

    private final OperatorServiceStubs operator;
    private final String namespace;

    public SearchAttributes(WorkflowServiceStubs service, String namespace) {
        operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(service.getRawChannel())
                .validateAndBuildWithDefaults());
        this.namespace = namespace;
    }

    /** @return whether the server knows all of them now */
    public boolean ensure() {
        try {
            if (!known()) {
                AddSearchAttributesRequest.Builder request =
                        AddSearchAttributesRequest.newBuilder().setNamespace(namespace);
                OURS.forEach(name -> request.putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
                operator.blockingStub().withDeadlineAfter(10, TimeUnit.SECONDS).addSearchAttributes(request.build());
            }
            return known();
        } catch (StatusRuntimeException e) {
            LOG.info(
                    "Search attributes are not available ({}): lists are filtered by workflow type only",
                    e.getStatus().getCode());
            return false;
        }
    }

    private boolean known() {
        return operator.blockingStub()
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getCustomAttributesMap()
                .keySet()
                .containsAll(OURS);
    }
}
