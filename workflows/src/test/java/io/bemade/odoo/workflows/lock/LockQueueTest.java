package io.bemade.odoo.workflows.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.workflows.lock.InstanceLock.State;
import io.bemade.odoo.workflows.model.InstanceRef;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LockQueueTest {
    private static final InstanceRef ERP = InstanceRef.of("shop/erp");
    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");

    private final LockQueue queue = new LockQueue(State.free(ERP), NOW);

    @Test
    void theSameRunGetsTheSameAnswerAgain() {
        LockAnswer first = queue.claim(claim("a", "run-1"), NOW);
        assertThat(queue.claim(claim("a", "run-1"), NOW)).isEqualTo(first);
    }

    @Test
    void aNewRunOfTheHolderFencesItsFormerRunOff() {
        LockAnswer first = queue.claim(claim("a", "run-1"), NOW);
        LockAnswer second = queue.claim(claim("a", "run-2"), NOW);
        assertThat(second.granted()).isTrue();
        assertThat(second.ticket()).isGreaterThan(first.ticket());
        assertThat(queue.holders()).hasSize(1);
    }

    @Test
    void askingAgainKeepsThePlaceInTheQueue() {
        queue.claim(claim("a", "1"), NOW);
        queue.claim(claim("b", "1"), NOW);
        queue.claim(claim("c", "1"), NOW);
        LockAnswer again = queue.claim(claim("b", "1"), NOW);
        assertThat(again.inTheWay()).extracting(LockHolder::owner).containsExactly("a");
        queue.release("a");
        assertThat(queue.next(NOW)).get().extracting(LockHolder::owner).isEqualTo("b");
        assertThat(queue.next(NOW)).isEmpty();
    }

    @Test
    void aNewRunTakesThePlaceOfItsFormerRunInTheQueue() {
        queue.claim(claim("a", "1"), NOW);
        queue.claim(claim("b", "1"), NOW);
        queue.claim(claim("c", "1"), NOW);
        queue.claim(claim("b", "2"), NOW);
        queue.release("a");
        assertThat(queue.next(NOW)).hasValueSatisfying(holder -> {
            assertThat(holder.owner()).isEqualTo("b");
            assertThat(holder.runId()).isEqualTo("2");
        });
    }

    @Test
    void aClaimThatDoesNotQueueIsForgotten() {
        queue.claim(claim("a", "1"), NOW);
        LockAnswer refused = queue.claim(new LockClaim(ERP, "b", "1", LockMode.EXCLUSIVE, false), NOW);
        assertThat(refused.granted()).isFalse();
        assertThat(queue.contended()).isFalse();
    }

    private static LockClaim claim(String owner, String run) {
        return new LockClaim(ERP, owner, run, LockMode.EXCLUSIVE, true);
    }
}
