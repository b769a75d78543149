package io.bemade.odoo.starter.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.crds.OdooInstanceRestore;
import io.bemade.odoo.crds.OperationPhase;
import io.bemade.odoo.crds.OperationStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationReactionTest {
    private static final String ID = "restore/shop/erp/u-1";
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final MemoryCluster cluster = new MemoryCluster();
    private final OperationReaction reaction =
            new OperationReaction(cluster, cluster, Clock.fixed(NOON, ZoneOffset.UTC), new WatcherMetrics());

    @Test
    void aNewOneIsClaimedBeforeItIsStartedAndToldAfterwards() {
        reaction.to(Resources.restore(""));
        assertThat(cluster.journal).containsExactly("claim r", "start " + ID, "say PENDING 'Waits for a worker' at 2");
    }

    @Test
    void aClaimedOneIsStartedAgainForNobodyKnowsWhetherItWas() {
        reaction.to(claimed(Resources.restore("")));
        assertThat(cluster.journal).containsExactly("start " + ID, "say PENDING 'Waits for a worker' at 1");
    }

    @Test
    void aLaterOneIsToldWhen() {
        reaction.to(Resources.restore("scheduledTime: \"2026-11-21T13:00:00Z\""));
        assertThat(cluster.journal).last().asString().startsWith("say SCHEDULED 'Waits until 2026-11-21T13:00:00Z'");
    }

    @Test
    void whatCannotBeDoneIsNeverStarted() {
        reaction.to(Resources.restore("backupFirst: true"));
        assertThat(cluster.journal)
                .containsExactly("say FAILED 'The request was refused: backupFirst is not available yet: leave it out'"
                        + " at 1");
    }

    @Test
    void oneThatWasStartedIsLeftAloneWhileItRuns() {
        reaction.to(told(claimed(Resources.restore("")), OperationPhase.IN_PROGRESS));
        assertThat(cluster.journal).isEmpty();
    }

    @Test
    void itIsAtWorkFromItsStartToItsEndOrItsDeletion() {
        OdooInstanceRestore running = told(claimed(Resources.restore("")), OperationPhase.IN_PROGRESS);
        assertThat(OperationReaction.atWork(Resources.restore(""))).isFalse();
        assertThat(OperationReaction.atWork(running)).isTrue();
        running.getMetadata().setDeletionTimestamp("2026-11-21T12:00:00Z");
        assertThat(OperationReaction.atWork(running)).isFalse();
        assertThat(OperationReaction.atWork(told(claimed(Resources.restore("")), OperationPhase.COMPLETED)))
                .isFalse();
    }

    @Test
    void anEndingThatNobodyWroteIsWritten() {
        cluster.ends.put(ID, new Engine.End(OperationPhase.FAILED, "It broke"));
        reaction.to(told(claimed(Resources.restore("")), OperationPhase.IN_PROGRESS));
        assertThat(cluster.journal).containsExactly("say FAILED 'It broke' at 1");
    }

    @Test
    void anEndedOneIsReleasedAndThenForgotten() {
        OdooInstanceRestore ended = told(claimed(Resources.restore("")), OperationPhase.COMPLETED);
        reaction.to(ended);
        assertThat(cluster.journal).containsExactly("release r");
        assertThat(OperationReaction.open(ended)).isTrue();
        ended.getMetadata().setFinalizers(List.of());
        assertThat(OperationReaction.open(ended)).isFalse();
    }

    @Test
    void aDeletedOneIsCancelledBeforeItGoes() {
        reaction.to(deleted(told(claimed(Resources.restore("")), OperationPhase.IN_PROGRESS)));
        assertThat(cluster.journal).containsExactly("cancel " + ID, "release r");
    }

    @Test
    void aDeletedOneThatHasEndedJustGoes() {
        reaction.to(deleted(told(claimed(Resources.restore("")), OperationPhase.FAILED)));
        assertThat(cluster.journal).containsExactly("release r");
    }

    @Test
    void aDeletedOneOfOthersIsLeftToThem() {
        reaction.to(deleted(Resources.restore("")));
        assertThat(cluster.journal).isEmpty();
    }

    @Test
    void aDeletionWaitsUntilItCanBeCancelled() {
        cluster.unreachable = "cancel";
        assertThatThrownBy(() -> reaction.to(deleted(claimed(Resources.restore("")))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(cluster.journal).containsExactly("cancel " + ID);
    }

    @Test
    void aForcedDeletionDoesNotWait() {
        cluster.unreachable = "cancel";
        OdooInstanceRestore forced = deleted(claimed(Resources.restore("")));
        forced.getMetadata().setAnnotations(Map.of("bemade.io/force-delete", "true"));
        reaction.to(forced);
        assertThat(cluster.journal).containsExactly("cancel " + ID, "release r");
    }

    @Test
    void oneThatWentWhileItWasStartedIsCancelled() {
        cluster.gone = "say";
        reaction.to(Resources.restore(""));
        assertThat(cluster.journal).last().isEqualTo("cancel " + ID);
    }

    @Test
    void oneThatIsGoneIsCancelledUnlessItHadEnded() {
        reaction.toGone(told(Resources.restore(""), OperationPhase.COMPLETED));
        assertThat(cluster.journal).isEmpty();
        reaction.toGone(Resources.restore("scheduledTime: \"2126-11-21T13:00:00Z\""));
        assertThat(cluster.journal).containsExactly("cancel " + ID);
    }

    private static OdooInstanceRestore claimed(OdooInstanceRestore restore) {
        restore.getMetadata().setFinalizers(new ArrayList<>(List.of(Cluster.FINALIZER)));
        return restore;
    }

    private static OdooInstanceRestore deleted(OdooInstanceRestore restore) {
        restore.getMetadata().setDeletionTimestamp("2026-11-21T12:00:00Z");
        return restore;
    }

    private static OdooInstanceRestore told(OdooInstanceRestore restore, OperationPhase phase) {
        restore.setStatus(new OperationStatus(phase, "", null, null, null, ID, 0, List.of()));
        return restore;
    }
}
