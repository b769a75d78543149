package io.bemade.odoo.workflows.restore;

import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseReport;
import io.bemade.odoo.workflows.activity.DatabaseActivities.ServerCheck;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.FilestoreActivities.RoomCheck;
import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities.Step;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.OdooActivities.Neutralization;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.activity.SourceActivities;
import io.bemade.odoo.workflows.activity.SourceActivities.Inspection;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationWorkflow;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.pair.FirstFilling;
import io.bemade.odoo.workflows.pair.FromBackup;
import io.bemade.odoo.workflows.pair.PairReconciliation;
import io.bemade.odoo.workflows.pair.PairReplacement;
import io.bemade.odoo.workflows.pair.PairReplacement.Outcome;
import io.bemade.odoo.workflows.pair.PairReplacement.Policy;
import io.bemade.odoo.workflows.pair.PairRetirement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The story of a restore. */
public final class RestoreWorkflow extends OperationWorkflow implements Restore {
    private final InstanceActivities instances = Stubs.of(InstanceActivities.class);
    private final DatabaseActivities databases = Stubs.of(DatabaseActivities.class);
    private final FilestoreActivities filestores = Stubs.of(FilestoreActivities.class);
    private final SourceActivities sources = Stubs.of(SourceActivities.class);

    /** @param searchAttributes whether the server knows our search attributes */
    public RestoreWorkflow(boolean searchAttributes) {
        super(TYPE, searchAttributes);
    }

    @Override
    public RestoreResult run(@Nullable RestoreRequest given) {
        RestoreRequest request = Failures.present(given);
        operation.from(request.source().toString());
        return operation.run(
                request.instance(), request.scheduledTime(), request.ifBusy(), ticket -> restore(request, ticket));
    }

    private RestoreResult restore(RestoreRequest request, long ticket) {
        operation.enter(Phase.DESCRIBING);
        instances.fence(new Step(request.instance(), ticket));
        InstanceDescription target = instances.describe(request.instance());
        FirstFilling.check(target, request.ifUnused());
        databases.check(new ServerCheck(target.instance(), target.server(), target.role(), target.current()));
        PinnedSource source = sources.inspect(new Inspection(request.source(), request.instance()));
        refuseOtherVersion(target, source);
        filestores.checkRoom(new RoomCheck(target.instance(), source));
        new PairReconciliation(target).run();

        FromBackup filling = new FromBackup(source);
        Outcome built = new PairReplacement(operation, target, ticket).run(filling, policy(request));

        PairRetirement retirement = new PairRetirement();
        retirement.markCurrent(operation, built.pair());
        Optional<Instant> deleteAt = target.current()
                .map(old -> retirement.retire(
                        old, target.type(), request.retention().orElse(target.retention())));
        operation.announce(true, request.source() + " is now served from " + built.pair());
        return result(target, filling.report(), built, deleteAt, retirement.warnings());
    }

    private static Policy policy(RestoreRequest request) {
        return new Policy(
                request.checkContent().orElse(true),
                request.allowMissingAttachments().orElse(false),
                "the backup",
                "use a complete backup, or allowMissingAttachments",
                Optional.empty());
    }

    /** Odoo cannot serve the database of another major version; found out now, not after an hour. */
    private static void refuseOtherVersion(InstanceDescription target, PinnedSource source) {
        if (target.odooMajor().isPresent()
                && source.odooMajor().isPresent()
                && !target.odooMajor().equals(source.odooMajor())) {
            throw Failures.refuse(
                    ErrorCode.BAD_BACKUP,
                    source.source() + " is a backup of Odoo "
                            + source.odooMajor().get() + ", but "
                            + target.instance() + " runs Odoo "
                            + target.odooMajor().get()
                            + ": restore it into an instance of its own version");
        }
    }

    private static RestoreResult result(
            InstanceDescription target,
            DatabaseReport loaded,
            Outcome built,
            Optional<Instant> deleteAt,
            List<String> late) {
        return new RestoreResult(
                built.pair(),
                target.current(),
                deleteAt,
                built.proof().odooVersion(),
                loaded.tables(),
                loaded.rows(),
                built.files().files(),
                built.files().bytes(),
                built.neutralization().map(Neutralization::by),
                Stream.concat(built.warnings().stream(), late.stream()).toList());
    }
}
