package io.bemade.odoo.e2e;

import io.temporal.api.enums.v1.RetryState;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells an operation that a step of it failed for good, once it was done, wherever it was done: in this process or inside a
 * volume. The first step of that name alone, so that the same step can undo.
 */
final class FailingSteps extends WorkerInterceptorBase {
    private final Map<String, String> planned = new ConcurrentHashMap<>();

    void plan(String workflowId, String activity) {
        planned.put(workflowId, activity);
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new WorkflowInboundCallsInterceptorBase(next) {
            @Override
            public void init(WorkflowOutboundCallsInterceptor outbound) {
                super.init(new Failing(outbound));
            }
        };
    }

    private final class Failing extends WorkflowOutboundCallsInterceptorBase {
        private boolean failed;

        private Failing(WorkflowOutboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
            ActivityOutput<R> step = super.executeActivity(input);
            String activity = input.getActivityName();
            if (failed || !activity.equals(planned.get(Workflow.getInfo().getWorkflowId()))) {
                return step;
            }
            failed = true;
            return new ActivityOutput<>(step.getActivityId(), step.getResult().thenApply(done -> {
                throw new ActivityFailure(
                        "failed",
                        1,
                        1,
                        activity,
                        step.getActivityId(),
                        RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE,
                        "test",
                        ApplicationFailure.newNonRetryableFailure("injected into " + activity, "REFUSED_BY_TEST"));
            }));
        }
    }
}
