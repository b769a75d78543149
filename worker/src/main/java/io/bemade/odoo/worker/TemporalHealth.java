package io.bemade.odoo.worker;

import io.grpc.StatusRuntimeException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Temporal answers, looked at every ten seconds, so that a probe costs nothing. */
final class TemporalHealth {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalHealth.class);
    private static final Duration FRESH = Duration.ofSeconds(60);

    private final WorkflowServiceStubs service;
    private volatile long lastAnswer;
    private volatile boolean answered;
    private volatile boolean working;

    TemporalHealth(WorkflowServiceStubs service) {
        this.service = service;
    }

    /** Waits until Temporal answers; false when the process was asked to end before. */
    boolean await(CountDownLatch asked) throws InterruptedException {
        look();
        while (!answered) {
            LOG.warn("Temporal at {} does not answer yet", service.getOptions().getTarget());
            if (asked.await(3, TimeUnit.SECONDS)) {
                return false;
            }
            look();
        }
        Thread looks = new Thread(() -> keepLooking(asked), "temporal-health");
        looks.setDaemon(true);
        looks.start();
        return true;
    }

    private void keepLooking(CountDownLatch asked) {
        try {
            while (!asked.await(10, TimeUnit.SECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void working(boolean now) {
        working = now;
    }

    /** Why no work is taken now; empty when it is. */
    String unready() {
        if (!answered || System.nanoTime() - lastAnswer > FRESH.toNanos()) {
            return "Temporal at " + service.getOptions().getTarget() + " does not answer";
        }
        return working ? "" : "the worker is starting or ending";
    }

    private void look() {
        try {
            service.blockingStub()
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .getSystemInfo(io.temporal.api.workflowservice.v1.GetSystemInfoRequest.getDefaultInstance());
            lastAnswer = System.nanoTime();
            answered = true;
        } catch (StatusRuntimeException e) {
            LOG.debug("Temporal did not answer", e);
        }
    }
}
