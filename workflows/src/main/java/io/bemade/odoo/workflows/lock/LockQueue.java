package io.bemade.odoo.workflows.lock;

import io.bemade.odoo.workflows.lock.InstanceLock.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who holds, who waits, who is next. Pure: the clock is given. */
final class LockQueue {
    private final List<LockHolder> holders;
    private final List<LockHolder> queue;
    private long ticket;

    LockQueue(State state, Instant now) {
        holders = new ArrayList<>(state.holders());
        queue = new ArrayList<>(state.queue());
        // A run of the lock that begins anew must give higher tickets than any before it.
        ticket = Math.max(state.ticket(), now.toEpochMilli());
    }

    /** Grants at once where possible; a claim that was heard before keeps its answer and its place. */
    LockAnswer claim(LockClaim claim, Instant now) {
        Optional<LockHolder> held = find(holders, claim.owner());
        if (held.isPresent()) {
            return granted(held.get(), claim, now);
        }
        LockHolder candidate = new LockHolder(claim.owner(), claim.runId(), claim.mode(), now, 0);
        boolean waiting = find(queue, claim.owner()).isPresent();
        // Started again while its former run waited: the place stays, the run is the one that asks.
        queue.replaceAll(other -> other.owner().equals(claim.owner()) ? candidate : other);
        if (!waiting && queue.isEmpty() && compatible(claim.mode())) {
            return answer(grant(candidate, now));
        }
        List<LockHolder> inTheWay = Stream.concat(
                        holders.stream(),
                        queue.stream().takeWhile(other -> !other.owner().equals(claim.owner())))
                .toList();
        if (!waiting && claim.queue()) {
            queue.add(candidate);
        }
        return new LockAnswer(false, 0, inTheWay);
    }

    /** A reset or restarted owner gets a new ticket, so that its former run is fenced off. */
    private LockAnswer granted(LockHolder held, LockClaim claim, Instant now) {
        if (held.runId().equals(claim.runId())) {
            return answer(held);
        }
        holders.remove(held);
        return answer(grant(new LockHolder(claim.owner(), claim.runId(), claim.mode(), now, 0), now));
    }

    private LockHolder grant(LockHolder candidate, Instant now) {
        LockHolder holder = new LockHolder(candidate.owner(), candidate.runId(), candidate.mode(), now, ++ticket);
        holders.add(holder);
        return holder;
    }

    private static LockAnswer answer(LockHolder holder) {
        return new LockAnswer(true, holder.ticket(), List.of());
    }

    void release(String owner) {
        holders.removeIf(holder -> holder.owner().equals(owner));
        queue.removeIf(holder -> holder.owner().equals(owner));
    }

    /** This very holder; another run of the same owner may have taken its place meanwhile. */
    void remove(LockHolder holder) {
        holders.remove(holder);
    }

    /** Moves the next waiting owner to the holders, if it may go; call until empty. */
    Optional<LockHolder> next(Instant now) {
        if (queue.isEmpty() || !compatible(queue.get(0).mode())) {
            return Optional.empty();
        }
        return Optional.of(grant(queue.remove(0), now));
    }

    boolean grantable() {
        return !queue.isEmpty() && compatible(queue.get(0).mode());
    }

    boolean idle() {
        return holders.isEmpty() && queue.isEmpty();
    }

    boolean contended() {
        return !queue.isEmpty();
    }

    List<LockHolder> holders() {
        return List.copyOf(holders);
    }

    State state(State before) {
        return new State(before.instance(), List.copyOf(holders), List.copyOf(queue), ticket);
    }

    private boolean compatible(LockMode mode) {
        return holders.isEmpty()
                || (mode == LockMode.SHARED && holders.stream().allMatch(holder -> holder.mode() == LockMode.SHARED));
    }

    private static Optional<LockHolder> find(List<LockHolder> list, String owner) {
        return list.stream().filter(holder -> holder.owner().equals(owner)).findFirst();
    }
}
