package io.bemade.odoo.activities.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.Workflows;
import io.bemade.odoo.workflows.lock.InstanceLock;
import io.bemade.odoo.workflows.lock.LockMode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Json;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceLockTest {
    private static final InstanceRef ERP = InstanceRef.of("shop/erp");
    private static final InstanceRef CRM = InstanceRef.of("shop/crm");
    private static final String QUEUE = "locks";

    private final TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Json.dataConverter())
                            .build())
                    .build());

    @BeforeEach
    void start() {
        Errand.JOURNAL.clear();
        Worker worker = temporal.newWorker(
                QUEUE,
                WorkerOptions.newBuilder()
                        .setDefaultDeadlockDetectionTimeout(
                                Duration.ofSeconds(5).toMillis())
                        .build());
        Workflows.register(worker, false);
        worker.registerWorkflowImplementationTypes(Errand.Walk.class);
        worker.registerActivitiesImplementations(new TemporalLocks(temporal.getWorkflowClient(), QUEUE));
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    @Test
    void tenWritersQueueInOrderOfArrivalAndNeverInterleave() {
        List<WorkflowStub> errands = new ArrayList<>();
        long begin = temporal.currentTimeMillis();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            WorkflowStub errand = start("writer-" + i, ERP, LockMode.EXCLUSIVE, Duration.ofMinutes(7));
            int ahead = i;
            until(() -> ahead == 0
                    ? Errand.JOURNAL.contains("begin writer-0")
                    : waitsFor(errand).size() == ahead);
            errands.add(errand);
            expected.add("begin writer-" + i);
            expected.add("end writer-" + i);
        }
        List<Long> tickets =
                errands.stream().map(errand -> errand.getResult(Long.class)).toList();
        assertThat(Errand.JOURNAL).isEqualTo(expected);
        assertThat(tickets).isSorted().doesNotHaveDuplicates();
        Duration took = Duration.ofMillis(temporal.currentTimeMillis() - begin);
        assertThat(took).as("each goes as soon as it may").isLessThan(Duration.ofMinutes(71));
    }

    @Test
    void twoInstancesRunSideBySide() {
        WorkflowStub erp = start("erp", ERP, LockMode.EXCLUSIVE, Duration.ofHours(1));
        WorkflowStub crm = start("crm", CRM, LockMode.EXCLUSIVE, Duration.ofHours(1));
        erp.getResult(Long.class);
        crm.getResult(Long.class);
        assertThat(Errand.JOURNAL.subList(0, 2)).containsExactlyInAnyOrder("begin erp", "begin crm");
    }

    @Test
    void readersShareAndAWaitingWriterGoesBeforeLaterReaders() {
        WorkflowStub first = start("reader-1", ERP, LockMode.SHARED, Duration.ofHours(2));
        begun("reader-1");
        WorkflowStub second = start("reader-2", ERP, LockMode.SHARED, Duration.ofHours(2));
        begun("reader-2");
        WorkflowStub writer = start("writer", ERP, LockMode.EXCLUSIVE, Duration.ofMinutes(1));
        until(() -> !waitsFor(writer).isEmpty());
        WorkflowStub late = start("reader-3", ERP, LockMode.SHARED, Duration.ofMinutes(1));
        for (WorkflowStub errand : List.of(first, second, writer, late)) {
            errand.getResult(Long.class);
        }
        assertThat(Errand.JOURNAL.indexOf("end writer")).isEqualTo(Errand.JOURNAL.indexOf("begin writer") + 1);
        assertThat(Errand.JOURNAL.indexOf("begin reader-3")).isGreaterThan(Errand.JOURNAL.indexOf("end writer"));
    }

    @Test
    void theNextProceedsWhenTheHolderIsTerminated() {
        WorkflowStub holder = start("holder", ERP, LockMode.EXCLUSIVE, Duration.ofDays(30));
        begun("holder");
        WorkflowStub next = start("next", ERP, LockMode.EXCLUSIVE, Duration.ofSeconds(1));
        until(() -> waitsFor(next).equals(List.of("holder")));
        holder.terminate("lost");
        next.getResult(Long.class);
        assertThat(Errand.JOURNAL).containsExactly("begin holder", "begin next", "end next");
    }

    @Test
    void anotherRunUnderTheHoldersIdDoesNotKeepItsLock() {
        WorkflowStub holder = start("nightly", ERP, LockMode.EXCLUSIVE, Duration.ofDays(30));
        begun("nightly");
        holder.terminate("lost");
        start("nightly", CRM, LockMode.EXCLUSIVE, Duration.ofDays(30));
        start("next", ERP, LockMode.EXCLUSIVE, Duration.ofSeconds(1)).getResult(Long.class);
        assertThat(Errand.JOURNAL).containsSubsequence("begin next", "end next").doesNotContain("end nightly");
    }

    @Test
    void aCancelledWaiterLeavesTheQueue() {
        WorkflowStub holder = start("holder", ERP, LockMode.EXCLUSIVE, Duration.ofHours(1));
        begun("holder");
        WorkflowStub waiter = start("waiter", ERP, LockMode.EXCLUSIVE, Duration.ofSeconds(1));
        until(() -> !waitsFor(waiter).isEmpty());
        assertThat(lockState().queue()).hasSize(1);
        waiter.cancel();
        assertThatThrownBy(() -> waiter.getResult(Long.class)).hasCauseInstanceOf(CanceledFailure.class);
        until(() -> lockState().queue().isEmpty());
        holder.getResult(Long.class);
        assertThat(Errand.JOURNAL).containsExactly("begin holder", "end holder");
    }

    @Test
    void aConflictNamesTheHolderAndItsAge() {
        WorkflowStub holder = start("restore/shop/erp/nightly", ERP, LockMode.EXCLUSIVE, Duration.ofHours(3));
        begun("restore/shop/erp/nightly");
        WorkflowStub impatient = errand("impatient");
        impatient.start(new Errand.Task(ERP, LockMode.EXCLUSIVE, false, Duration.ofSeconds(1)));
        assertThatThrownBy(() -> impatient.getResult(Long.class))
                .isInstanceOf(WorkflowFailedException.class)
                .cause()
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo("BUSY");
                    assertThat(failure.getOriginalMessage())
                            .startsWith("shop/erp is busy: restore/shop/erp/nightly since 2")
                            .containsPattern("\\((\\d+ h )?\\d+ (min|s)( \\d+ s)?\\)");
                });
        holder.cancel();
    }

    @Test
    void aFailFastClaimDoesNotBelieveInADeadHolder() {
        WorkflowStub holder = start("holder", ERP, LockMode.EXCLUSIVE, Duration.ofDays(1));
        begun("holder");
        holder.terminate("lost");
        WorkflowStub impatient = errand("impatient");
        impatient.start(new Errand.Task(ERP, LockMode.EXCLUSIVE, false, Duration.ofSeconds(1)));
        assertThat(impatient.getResult(Long.class)).isPositive();
    }

    @Test
    void ticketsGrowFromOneRunOfTheLockToTheNext() {
        long first =
                start("one", ERP, LockMode.EXCLUSIVE, Duration.ofSeconds(1)).getResult(Long.class);
        until(() -> !locked());
        long second =
                start("two", ERP, LockMode.EXCLUSIVE, Duration.ofSeconds(1)).getResult(Long.class);
        assertThat(second).isGreaterThan(first);
    }

    private boolean locked() {
        return temporal.getWorkflowClient()
                .newUntypedWorkflowStub(InstanceLock.workflowId(ERP))
                .describe()
                .getStatus()
                .name()
                .endsWith("RUNNING");
    }

    private InstanceLock.State lockState() {
        return temporal.getWorkflowClient()
                .newUntypedWorkflowStub(InstanceLock.workflowId(ERP))
                .query("state", InstanceLock.State.class);
    }

    private WorkflowStub start(String id, InstanceRef instance, LockMode mode, Duration takes) {
        WorkflowStub errand = errand(id);
        errand.start(new Errand.Task(instance, mode, true, takes));
        return errand;
    }

    private WorkflowStub errand(String id) {
        return temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        "Errand",
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(QUEUE)
                                .setWorkflowId(id)
                                .build());
    }

    @SuppressWarnings("unchecked") // a list of strings, as the query says
    private static List<String> waitsFor(WorkflowStub errand) {
        return errand.query("waitsFor", List.class);
    }

    private static void begun(String id) {
        until(() -> Errand.JOURNAL.contains("begin " + id));
    }

    /** Waits for something that will happen; the time limit is only for a test that fails. */
    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 20 s in vain").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
