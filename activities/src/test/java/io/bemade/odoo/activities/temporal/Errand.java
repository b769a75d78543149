package io.bemade.odoo.activities.temporal;

import io.bemade.odoo.workflows.lock.HeldLock;
import io.bemade.odoo.workflows.lock.LockGrant;
import io.bemade.odoo.workflows.lock.LockMode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The smallest workflow that needs a lock: it holds it for a while and keeps a journal. */
@WorkflowInterface
public interface Errand {
    @WorkflowMethod(name = "Errand")
    long run(Task task);

    @SignalMethod(name = "lockGranted")
    void lockGranted(LockGrant grant);

    @QueryMethod(name = "waitsFor")
    List<String> waitsFor();

    record Task(InstanceRef instance, LockMode mode, boolean queue, Duration takes) {}

    /** Begin and end of every errand, in the order in which they happened. */
    List<String> JOURNAL = Collections.synchronizedList(new ArrayList<>());

    class Walk implements Errand {
        private final HeldLock lock = new HeldLock();

        @Override
        public long run(Task task) {
            String me = Workflow.getInfo().getWorkflowId();
            try {
                long ticket = lock.acquire(task.instance(), task.mode(), task.queue(), () -> {});
                note("begin " + me);
                Workflow.sleep(task.takes());
                note("end " + me);
                return ticket;
            } finally {
                lock.release();
            }
        }

        private static void note(String entry) {
            Workflow.sideEffect(Boolean.class, () -> JOURNAL.add(entry));
        }

        @Override
        public void lockGranted(LockGrant grant) {
            lock.granted(grant);
        }

        @Override
        public List<String> waitsFor() {
            return lock.inTheWay().stream().map(holder -> holder.owner()).toList();
        }
    }
}
