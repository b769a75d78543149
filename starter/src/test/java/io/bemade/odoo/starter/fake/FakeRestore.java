package io.bemade.odoo.starter.fake;

import io.bemade.odoo.workflows.lock.LockGrant;
import io.bemade.odoo.workflows.lock.LockHolder;
import io.bemade.odoo.workflows.lock.LockMode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.restore.Restore;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What happens is the name of the backup. */
public final class FakeRestore implements Restore {
    private static final Map<String, Integer> LOOKS = new ConcurrentHashMap<>();

    private final FakeSteps steps = Workflow.newActivityStub(
            FakeSteps.class,
            ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(30))
                    .setHeartbeatTimeout(Duration.ofSeconds(20))
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofSeconds(4)) // longer than who watches looks away
                            .build())
                    .build());
    private Phase phase = Phase.DESCRIBING;
    private String message = "";
    private List<String> leftBehind = List.of();

    /** How often an operation was asked for its status. */
    static int looks(String workflowId) {
        return LOOKS.getOrDefault(workflowId, 0);
    }

    @Override
    public RestoreResult run(RestoreRequest request) {
        String what = request.source().match(s3 -> s3.key());
        try {
            act(what);
        } catch (CanceledFailure e) {
            phase = Phase.FAILED;
            message = "It was cancelled while it waited";
            leftBehind = what.equals("leave-something") ? List.of("database erp.example.com-dead0000") : List.of();
            throw e;
        }
        phase = Phase.COMPLETED;
        return new RestoreResult(
                World.LIVE,
                Optional.of(World.OLD),
                Optional.of(World.NOW.plus(Duration.ofDays(7))),
                "19.0.1.3",
                885,
                1_234_567,
                2050,
                35_000_000,
                Optional.of("odoo"),
                List.of("statement 7 was tolerated: SET transaction_timeout"));
    }

    private void act(String what) {
        switch (what) {
            case "load" -> {
                phase = Phase.LOADING;
                steps.load();
                phase = Phase.SWITCHING;
            }
            case "stumble" -> steps.stumble();
            case "fail" -> {
                leftBehind = List.of("database erp.example.com-dead0000");
                throw ApplicationFailure.newNonRetryableFailure("3 attachments are missing", "NOT_PROVEN");
            }
            case "busy" ->
                throw ApplicationFailure.newNonRetryableFailure("shop/erp is held by restore/shop/erp/1", "BUSY");
            case "wait", "leave-something" -> {
                phase = Phase.WAITING;
                Workflow.await(() -> false);
            }
            case "too-late" -> waitForACancellationThatComesTooLate();
            default -> {
                // the plain good case
            }
        }
    }

    private void waitForACancellationThatComesTooLate() {
        phase = Phase.RETIRING;
        try {
            Workflow.await(() -> false);
        } catch (CanceledFailure tooLate) {
            message = "";
        }
    }

    @Override
    public Status status() {
        LOOKS.merge(Workflow.getInfo().getWorkflowId(), 1, Integer::sum);
        List<LockHolder> holders = phase == Phase.WAITING
                ? List.of(new LockHolder("restore/shop/erp/first", "r", LockMode.EXCLUSIVE, World.NOW, 1))
                : List.of();
        Optional<StoragePair> pair = phase == Phase.COMPLETED ? Optional.of(World.LIVE) : Optional.empty();
        return new Status(TYPE, Optional.of(InstanceRef.of("shop/erp")), phase, World.NOW, holders, pair, message);
    }

    @Override
    public List<String> leftBehind() {
        return leftBehind;
    }

    @Override
    public void lockGranted(LockGrant grant) {}
}
