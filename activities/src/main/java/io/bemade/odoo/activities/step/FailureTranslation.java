package io.bemade.odoo.activities.step;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what activities throw into failures for the history, once: our own sentence and code, and of anything else only
 * its kind, for a foreign message may hold a secret. Causes stay in this process's log.
 */
public final class FailureTranslation extends WorkerInterceptorBase {
    private static final Logger LOG = LoggerFactory.getLogger(FailureTranslation.class);

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Translation(next);
    }

    private static final class Translation extends ActivityInboundCallsInterceptorBase {
        private String activity = "an activity";

        private Translation(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public void init(ActivityExecutionContext context) {
            activity = context.getInfo().getActivityType();
            super.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            try {
                return super.execute(input);
            } catch (ActivityCompletionException | TemporalFailure known) {
                throw known;
            } catch (OrchestratorException ours) {
                LOG.warn("{}: {}", activity, ours.getMessage(), ours);
                throw failure(ours.code(), ours.getMessage());
            } catch (RuntimeException unknown) {
                LOG.error("{} failed in a way nobody thought of", activity, unknown);
                throw failure(
                        ErrorCode.BROKEN,
                        "A fault of the orchestrator in " + activity + " ("
                                + unknown.getClass().getSimpleName() + "): see the worker's log");
            }
        }

        private static ApplicationFailure failure(ErrorCode code, String sentence) {
            return code.retryable()
                    ? ApplicationFailure.newFailure(sentence, code.name())
                    : ApplicationFailure.newNonRetryableFailure(sentence, code.name());
        }
    }
}
