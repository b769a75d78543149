package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseReport;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Loading;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.FilestoreActivities.Attachment;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.activity.VolumeActivities;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.compensation.Compensations;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.Phase;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/** A new pair is loaded from a backup. */
public final class FromBackup implements Filling {
    private final DatabaseActivities databases = Stubs.of(DatabaseActivities.class);
    private final DatabaseActivities undoDatabases = Stubs.undoing(DatabaseActivities.class);
    private final DatabaseActivities movingDatabases = Stubs.moving(DatabaseActivities.class);
    private final FilestoreActivities filestores = Stubs.of(FilestoreActivities.class);
    private final FilestoreActivities undoFilestores = Stubs.undoing(FilestoreActivities.class);

    private final PinnedSource source;
    private Optional<DatabaseReport> loaded = Optional.empty();

    public FromBackup(PinnedSource source) {
        this.source = source;
    }

    @Override
    public Filled fill(OperationRun operation, Building building) {
        VolumeActivities volume = create(operation, building);
        operation.enter(Phase.LOADING);
        Loading loading = new Loading(building, source);
        CompletablePromise<DatabaseReport> database = Workflow.newPromise();
        CompletablePromise<FilestoreReport> files = Workflow.newPromise();
        both(database, files, () -> {
            database.completeFrom(Async.function(movingDatabases::load, loading));
            files.completeFrom(Async.function(volume::load, loading));
        });
        loaded = Optional.of(database.get());
        return new Filled(volume, files.get(), database.get().warnings());
    }

    private VolumeActivities create(OperationRun operation, Building building) {
        operation.enter(Phase.CREATING);
        Compensations compensations = operation.compensations();
        compensations.run("database " + building, () -> databases.create(building), () -> undoDatabases.drop(building));
        compensations.run(
                "filestore " + building.pair().filestore(),
                () -> filestores.create(building),
                () -> undoFilestores.drop(building));
        return AttachedVolume.attach(
                new Attachment(building.pair(), source.source().secretNames()), compensations);
    }

    /** When one half fails the other is stopped, and has stopped, before anything is undone. */
    private static void both(Promise<?> database, Promise<?> files, Runnable begin) {
        CancellationScope both = Workflow.newCancellationScope(begin);
        both.run();
        try {
            Promise.allOf(database, files).get();
        } catch (TemporalFailure failure) {
            both.cancel("the other half of the pair failed");
            database.getFailure();
            files.getFailure();
            throw failure;
        }
    }

    /** What the load of the database counted. */
    public DatabaseReport report() {
        return loaded.orElseThrow();
    }
}
