package io.bemade.odoo.workflows.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Loading;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.FilestoreActivities.Attachment;
import io.bemade.odoo.workflows.activity.FilestoreActivities.FilestoreCopying;
import io.bemade.odoo.workflows.activity.VolumeActivities;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A volume worker that nobody sees again; Temporal's own part in it is shown on a real server. */
class AttachedVolumeTest {
    private static final StoragePair PAIR = new StoragePair(
            InstanceRef.of("shop/erp"),
            "main",
            new DatabaseName("erp-1a2b3c4d"),
            new FilestoreName("odoo-data-1a2b3c4d"));

    private static final Attachment ATTACHMENT = new Attachment(PAIR, List.of("s3-erp"));

    private final List<String> journal = new ArrayList<>();
    private final Deque<TimeoutType> timeouts = new ArrayDeque<>();
    private final AttachedVolume volume = new AttachedVolume(new Platform(), ATTACHMENT, new Inside());

    @Test
    void isAskedForAgainAndTheStepRepeated() {
        timeouts.addAll(Collections.nCopies(2, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START));
        volume.own(PAIR);
        assertThat(journal).containsExactly("own", "attach", "own", "attach", "own");
    }

    @Test
    void isNotAskedForAgainWhenTheStepItselfTookTooLong() {
        timeouts.add(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE);
        assertThatThrownBy(() -> volume.own(PAIR)).isInstanceOf(ActivityFailure.class);
        assertThat(journal).containsExactly("own");
    }

    @Test
    void isNotAskedForForEver() {
        timeouts.addAll(Collections.nCopies(100, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START));
        assertThatThrownBy(() -> volume.own(PAIR)).isInstanceOf(ActivityFailure.class);
        assertThat(journal).filteredOn("attach"::equals).hasSize(20);
    }

    private final class Platform implements FilestoreActivities {
        @Override
        public VolumeAccess attach(Attachment attachment) {
            assertThat(attachment).isEqualTo(ATTACHMENT);
            journal.add("attach");
            return new VolumeAccess(Optional.of("volume/shop/odoo-data-1a2b3c4d"));
        }

        @Override
        public void checkRoom(RoomCheck check) {}

        @Override
        public void require(StoragePair pair) {}

        @Override
        public void create(Building building) {}

        @Override
        public CopyBegun createCopy(FilestoreCopying copying) {
            throw new IllegalStateException();
        }

        @Override
        public void dropCopy(FilestoreCopying copying) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void drop(Building building) {}

        @Override
        public void detach(StoragePair pair) {}

        @Override
        public void retire(StoragePair pair) {}

        @Override
        public void expire(StoragePair pair) {}
    }

    /** Times out as often as it is told to. */
    private final class Inside implements VolumeActivities {
        @Override
        public FilestoreReport load(Loading loading) {
            throw new IllegalStateException();
        }

        @Override
        public FilestoreReport copy(FilestoreCopying copying) {
            throw new IllegalStateException();
        }

        @Override
        public FilestoreProof prove(FilestoreCheck check) {
            throw new IllegalStateException();
        }

        @Override
        public void own(StoragePair pair) {
            journal.add("own");
            TimeoutType timeout = timeouts.poll();
            if (timeout != null) {
                throw new ActivityFailure(
                        "timeout",
                        1,
                        1,
                        "OwnFilestore",
                        "1",
                        RetryState.RETRY_STATE_TIMEOUT,
                        "worker",
                        new TimeoutFailure("timeout", null, timeout));
            }
        }
    }
}
