package io.bemade.odoo.workflows.lock;

import io.bemade.odoo.workflows.model.InstanceRef;
import io.temporal.workflow.Functions.Proc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The locks of one operation: the instance that it changes, and one that it may read meanwhile. They are taken in the order
 * of their names, whatever they are for, so that no two operations wait for each other.
 */
public final class LockSet {
    private final Map<InstanceRef, HeldLock> locks = new TreeMap<>(Comparator.comparing(InstanceRef::toString));

    /**
     * Returns when all are held.
     *
     * @param reads held with others that read it, until {@link #release(InstanceRef)}
     * @param queue false = {@code BUSY} instead of waiting
     * @param waiting called when others turned out to be {@link #inTheWay}
     * @return the fencing ticket of {@code changes}
     */
    public long acquire(InstanceRef changes, Optional<InstanceRef> reads, boolean queue, Proc waiting) {
        locks.put(changes, new HeldLock());
        reads.ifPresent(source -> locks.put(source, new HeldLock()));
        long ticket = 0;
        for (Map.Entry<InstanceRef, HeldLock> lock : locks.entrySet()) {
            boolean mine = lock.getKey().equals(changes);
            LockMode mode = mine ? LockMode.EXCLUSIVE : LockMode.SHARED;
            long granted = lock.getValue().acquire(lock.getKey(), mode, queue, waiting);
            ticket = mine ? granted : ticket;
        }
        return ticket;
    }

    /** The lock workflow's signal. */
    public void granted(LockGrant grant) {
        locks.values().forEach(lock -> lock.granted(grant));
    }

    public void release(InstanceRef instance) {
        locks.getOrDefault(instance, new HeldLock()).release();
    }

    public void releaseAll() {
        locks.values().forEach(HeldLock::release);
    }

    public List<LockHolder> inTheWay() {
        List<LockHolder> all = new ArrayList<>();
        locks.values().forEach(lock -> all.addAll(lock.inTheWay()));
        return all;
    }
}
