package io.bemade.odoo.workflows.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreProof;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.pair.PairReplacement.Policy;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a new pair whose files are not all there. */
class PolicyTest {
    private static final Policy CLONE_WHILE_IT_SERVES =
            new Policy(false, true, "the filestore of shop/erp", "clone online", Optional.of("look at data_dir"));
    private static final Policy CLONE =
            new Policy(false, false, "the filestore of shop/erp", "clone online", Optional.of("look at data_dir"));
    private static final Policy RESTORE_OF_A_DUMP =
            new Policy(true, true, "the backup", "use a complete backup", Optional.empty());

    @Test
    void nothingIsSaidWhenNothingIsMissing() {
        assertThat(CLONE.refuseMissing(proof(3, 0))).isEmpty();
        assertThat(CLONE_WHILE_IT_SERVES.refuseMissing(proof(3, 0))).isEmpty();
    }

    @Test
    void aDatabaseWithoutAttachmentsNeedsNoFiles() {
        assertThat(CLONE.refuseMissing(proof(0, 0))).isEmpty();
        assertThat(CLONE_WHILE_IT_SERVES.refuseMissing(proof(0, 0))).isEmpty();
    }

    @Test
    void aFewThatAreMissingAreAWarningWhereTheyMayBe() {
        assertThat(CLONE_WHILE_IT_SERVES.refuseMissing(proof(3, 2)))
                .contains("2 of 3 attachments that the database refers to are not in the filestore of shop/erp,"
                        + " such as ab/ab12");
        refused(CLONE, proof(3, 2), "2 of 3 attachments", "clone online");
    }

    @Test
    void aCloneWithoutAnyOfThemIsRefusedWhateverIsAllowed() {
        for (Policy policy : List.of(CLONE, CLONE_WHILE_IT_SERVES)) {
            refused(policy, proof(3, 3), "none of the 3 attachments", "look at data_dir");
        }
    }

    @Test
    void aBackupThatWasMadeWithoutThemMayBeAllowed() {
        assertThat(RESTORE_OF_A_DUMP.refuseMissing(proof(3, 3))).isPresent();
    }

    private static void refused(Policy policy, FilestoreProof files, String... says) {
        assertThatExceptionOfType(ApplicationFailure.class)
                .isThrownBy(() -> policy.refuseMissing(files))
                .satisfies(e -> assertThat(e.getType()).isEqualTo(ErrorCode.NOT_PROVEN.name()))
                .satisfies(e -> assertThat(e.getOriginalMessage()).contains(says));
    }

    private static FilestoreProof proof(long referenced, long missing) {
        return new FilestoreProof(referenced, missing, 0, missing > 0 ? List.of("ab/ab12") : List.of());
    }
}
