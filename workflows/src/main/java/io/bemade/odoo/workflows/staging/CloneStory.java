package io.bemade.odoo.workflows.staging;

import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyPlan;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyQuestion;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyReport;
import io.bemade.odoo.workflows.activity.DatabaseActivities.ServerCheck;
import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities.Step;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.model.CopyStrategy;
import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.pair.FirstFilling;
import io.bemade.odoo.workflows.pair.FromInstance;
import io.bemade.odoo.workflows.pair.PairReconciliation;
import io.bemade.odoo.workflows.pair.PairReplacement;
import io.bemade.odoo.workflows.pair.PairReplacement.Outcome;
import io.bemade.odoo.workflows.pair.PairReplacement.Policy;
import io.bemade.odoo.workflows.pair.PairRetirement;
import io.temporal.workflow.Functions.Func1;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The story that a clone and a reload share: production's pair is copied, made harmless, and switched to. */
public final class CloneStory {
    private final InstanceActivities instances = Stubs.of(InstanceActivities.class);
    private final DatabaseActivities databases = Stubs.of(DatabaseActivities.class);
    private final OperationRun operation;
    private final CloneRequest request;

    public CloneStory(OperationRun operation, CloneRequest request) {
        this.operation = operation;
        this.request = request;
    }

    /** @param before checks the target, and says how long its pair is kept */
    public CloneResult run(Func1<InstanceDescription, Duration> before) {
        return operation.run(
                request.instance(),
                () -> Optional.of(production()),
                request.scheduledTime(),
                request.ifBusy(),
                ticket -> clone(ticket, before));
    }

    private InstanceRef production() {
        InstanceRef production = production(instances.describe(request.instance()));
        operation.from(production.toString());
        return production;
    }

    private CloneResult clone(long ticket, Func1<InstanceDescription, Duration> before) {
        operation.enter(Phase.DESCRIBING);
        instances.fence(new Step(request.instance(), ticket));
        InstanceDescription target = instances.describe(request.instance());
        FirstFilling.check(target, request.ifUnused());
        Duration retention = before.apply(target);
        InstanceDescription source = instances.describe(production(target));
        StoragePair cloned = used(source, target);
        check(target, target.current());
        CopyPlan plan = plan(source, cloned, target);
        check(source, plan.way() == CopyWay.ONLINE ? Optional.empty() : source.current());
        new PairReconciliation(target).run();

        FromInstance filling = new FromInstance(source, cloned, plan);
        Outcome built = new PairReplacement(operation, target, ticket).run(filling, policy(source, cloned, plan));

        PairRetirement retirement = new PairRetirement();
        retirement.markCurrent(operation, built.pair());
        Optional<Instant> deleteAt = target.current().map(old -> retirement.retire(old, target.type(), retention));
        operation.announce(
                true, "a copy of " + source.instance() + noticed(plan) + " is now served from " + built.pair());
        return result(source, cloned, target, filling.report(), built, deleteAt, retirement.warnings());
    }

    /**
     * Odoo deletes the files of attachments that are gone; when it serves on, some are gone before they are copied. All of
     * them never are: then production keeps its files elsewhere.
     */
    private Policy policy(InstanceDescription source, StoragePair cloned, CopyPlan plan) {
        return new Policy(
                request.checkContent().orElse(false),
                plan.way() == CopyWay.ONLINE,
                "the filestore of " + source.instance(),
                "give production its files back, or clone it while it serves (strategy online), which reports them and goes on",
                Optional.of("look where production keeps its files: its data_dir must be " + cloned.filestore()
                        + ", with a folder filestore/" + cloned.database() + " in it"));
    }

    private CopyPlan plan(InstanceDescription source, StoragePair cloned, InstanceDescription target) {
        return databases.planCopy(new CopyQuestion(
                cloned,
                source.role(),
                target.server(),
                request.strategy().orElse(CopyStrategy.AUTO),
                request.allowFreeze().orElse(false)));
    }

    private static String noticed(CopyPlan plan) {
        return switch (plan.way()) {
            case ONLINE -> ", made while it served,";
            case TEMPLATE -> ", which paused for it,";
        };
    }

    /** @param shut the pair that is going to be shut, for a while or for good */
    private void check(InstanceDescription instance, Optional<StoragePair> shut) {
        databases.check(new ServerCheck(instance.instance(), instance.server(), instance.role(), shut));
    }

    private static InstanceRef production(InstanceDescription target) {
        if (target.type() == InstanceType.PRODUCTION) {
            throw Failures.refuse(
                    ErrorCode.INVALID_REQUEST,
                    target.instance() + " is a production instance, and never gets a neutralized copy: restore a backup"
                            + " into it");
        }
        target.productionRefusal().ifPresent(why -> {
            throw Failures.refuse(ErrorCode.INVALID_REQUEST, why);
        });
        return target.production()
                .orElseThrow(() -> Failures.refuse(
                        ErrorCode.INVALID_REQUEST,
                        target.instance() + " has no production to be cloned: name it in the instance's"
                                + " configuration"));
    }

    private static StoragePair used(InstanceDescription source, InstanceDescription target) {
        if (source.type() != InstanceType.PRODUCTION) {
            throw Failures.refuse(
                    ErrorCode.INVALID_REQUEST,
                    source.instance() + ", which " + target.instance() + " is to be cloned from, is no production"
                            + " instance");
        }
        return source.current()
                .orElseThrow(() -> Failures.refuse(
                        ErrorCode.NOT_FOUND, source.instance() + " uses no database yet: there is nothing to clone"));
    }

    private static CloneResult result(
            InstanceDescription source,
            StoragePair cloned,
            InstanceDescription target,
            CopyReport copy,
            Outcome built,
            Optional<Instant> deleteAt,
            List<String> late) {
        return new CloneResult(
                built.pair(),
                source.instance(),
                cloned,
                target.current(),
                deleteAt,
                built.proof().odooVersion(),
                copy.bytes(),
                built.files().files(),
                built.files().bytes(),
                copy.way(),
                copy.refused(),
                copy.waited(),
                built.neutralization().orElseThrow().by(),
                Stream.concat(built.warnings().stream(), late.stream()).toList());
    }
}
