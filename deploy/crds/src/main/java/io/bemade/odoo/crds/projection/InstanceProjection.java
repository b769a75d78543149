package io.bemade.odoo.crds.projection;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceStatus;
import io.bemade.odoo.crds.OdooInstanceStatus.Database;
import io.bemade.odoo.crds.OdooInstanceStatus.Pair;
import io.bemade.odoo.crds.OdooInstanceStatus.PreviousPair;
import io.bemade.odoo.crds.OdooInstanceStatus.Storage;
import io.bemade.odoo.crds.OperationPhase;
import io.bemade.odoo.crds.OperationStatus;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.activity.StatusActivities.Word;
import io.bemade.odoo.workflows.model.Progress;
import io.bemade.odoo.workflows.operation.Phase;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of an instance, from what its operations say and from what is found. What a method does not know it keeps. */
public final class InstanceProjection {
    private static final Database NO_DATABASE = new Database(null, null, null, null, null, null);
    private static final OdooInstanceStatus NOTHING = new OdooInstanceStatus(null, null, null, List.of());

    private InstanceProjection() {}

    /**
     * An operation says where it is. Who works on the instance is not hidden by who only waits for it, or gave up waiting.
     *
     * @param first whether this is the instance's own first filling
     */
    public static OdooInstanceStatus said(OdooInstance instance, Word word, boolean first) {
        OdooInstanceStatus before = before(instance);
        OdooInstanceStatus.Operation there = before.operation();
        OperationPhase phase = StatusProjection.phase(word.status());
        if (there != null
                && (StatusProjection.late(
                                there.phase(),
                                there.since(),
                                phase,
                                word.status().since())
                        || (workedOnByAnother(there, word)
                                && !works(word.status().phase())))) {
            return before;
        }
        StatusProjection projection = new StatusProjection(word.operation(), 0);
        OperationStatus said = projection.running(told(before, word.operation()), word.status());
        boolean filling = first || word.source().isPresent();
        return new OdooInstanceStatus(
                filling ? filled(instance, word, said, first) : before.database(),
                before.storage(),
                projection.onInstance(said),
                before.conditions());
    }

    private static boolean workedOnByAnother(OdooInstanceStatus.Operation there, Word word) {
        return !there.workflowId().equals(word.operation()) && !StatusProjection.ended(there.phase());
    }

    /** It holds the instance's lock, or held it until now. */
    private static boolean works(Phase phase) {
        return switch (phase) {
            case SCHEDULED, WAITING, UNDOING, FAILED -> false;
            default -> true;
        };
    }

    private static Database filled(OdooInstance instance, Word word, OperationStatus said, boolean first) {
        Database before = database(before(instance));
        boolean complete = said.phase() == OperationPhase.COMPLETED;
        boolean failed = StatusProjection.ended(said.phase()) && !complete;
        String message = String.valueOf(said.message());
        return new Database(
                complete ? word.status().pair().map(pair -> pair.toString()).orElse(before.name()) : before.name(),
                complete ? Boolean.TRUE : before.initialRestorationComplete(),
                complete ? word.status().since() : before.lastRestoreTime(),
                complete ? word.source().orElse(null) : before.lastRestoreSource(),
                said.phase(),
                first && failed ? askAgain(instance, message) : message);
    }

    /** A first filling is not repeated by itself. */
    public static String askAgain(OdooInstance instance, String why) {
        return why + "; ask again with an "
                + (instance.getSpec().initialSource() == null ? "OdooInstanceReload" : "OdooInstanceRestore");
    }

    /** A step that moves data has come so far; see {@link StatusProjection#moving}. */
    public static OdooInstanceStatus moving(OdooInstance instance, String operation, Phase moving, Progress progress) {
        OdooInstanceStatus before = before(instance);
        StatusProjection projection = new StatusProjection(operation, 0);
        OperationStatus there = told(before, operation);
        OperationStatus now = there == null ? null : projection.moving(there, moving, progress);
        if (now == null || now.equals(there)) {
            return before;
        }
        Database database = database(before);
        return new OdooInstanceStatus(
                new Database(
                        database.name(),
                        database.initialRestorationComplete(),
                        database.lastRestoreTime(),
                        database.lastRestoreSource(),
                        database.restoreStatus(),
                        now.message()),
                before.storage(),
                projection.onInstance(now),
                before.conditions());
    }

    /** What the status tells of this operation; null when it tells nothing of it. */
    private static @Nullable OperationStatus told(OdooInstanceStatus before, String operation) {
        OdooInstanceStatus.Operation there = before.operation();
        return there == null || !there.workflowId().equals(operation)
                ? null
                : new OperationStatus(
                        there.phase(),
                        database(before).restoreMessage(),
                        there.since(),
                        null,
                        null,
                        operation,
                        there.percent(),
                        List.of());
    }

    /** What the instance has. Where the mark of the pair in use tells more than is known of the last restore, it counts. */
    public static OdooInstanceStatus found(
            OdooInstance instance, InstanceDescription description, List<KeptPair> pairs) {
        OdooInstanceStatus before = before(instance);
        Optional<KeptPair> mark =
                pairs.stream().filter(pair -> description.uses(pair.pair())).findFirst();
        return new OdooInstanceStatus(
                database(database(before), description, mark),
                new Storage(current(description, mark), previous(description, pairs)),
                before.operation(),
                before.conditions());
    }

    private static Database database(Database before, InstanceDescription description, Optional<KeptPair> mark) {
        boolean known = before.restoreStatus() != null || mark.isEmpty();
        return new Database(
                description.current().map(pair -> pair.toString()).orElse(null),
                mark.isPresent() ? Boolean.TRUE : before.initialRestorationComplete(),
                before.lastRestoreTime() == null
                        ? mark.map(KeptPair::createdAt).orElse(null)
                        : before.lastRestoreTime(),
                before.lastRestoreSource(),
                known ? before.restoreStatus() : OperationPhase.COMPLETED,
                known
                        ? before.restoreMessage()
                        : "Served from " + mark.orElseThrow().pair());
    }

    private static @Nullable Pair current(InstanceDescription description, Optional<KeptPair> mark) {
        return description
                .current()
                .map(pair -> new Pair(
                        pair.database().value(),
                        pair.filestore().value(),
                        mark.map(KeptPair::createdAt).orElse(null)))
                .orElse(null);
    }

    private static List<PreviousPair> previous(InstanceDescription description, List<KeptPair> pairs) {
        Comparator<KeptPair> lastFirst = Comparator.comparing(
                        (KeptPair pair) -> pair.retiredAt().orElse(Instant.EPOCH))
                .thenComparing(KeptPair::createdAt)
                .reversed();
        return pairs.stream()
                .filter(pair -> pair.state() == KeptPair.State.RETAINED && !description.uses(pair.pair()))
                .sorted(lastFirst)
                .map(pair -> new PreviousPair(
                        pair.pair().database().value(),
                        pair.pair().filestore().value(),
                        pair.createdAt(),
                        pair.deleteAt().orElse(null)))
                .toList();
    }

    private static OdooInstanceStatus before(OdooInstance instance) {
        return Objects.requireNonNullElse(instance.getStatus(), NOTHING);
    }

    private static Database database(OdooInstanceStatus status) {
        return Objects.requireNonNullElse(status.database(), NO_DATABASE);
    }
}
