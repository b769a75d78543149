package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Backup;
import io.bemade.odoo.activities.port.Backups;
import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.DumpLoader;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.OdooKnowledge;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.ServerCheck;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What is done to databases. */
public final class DatabaseSteps implements DatabaseActivities {
    private final InUse inUse;
    private final Databases databases;
    private final Backups backups;
    private final DumpLoader loader;
    private final OdooKnowledge odoo;

    public DatabaseSteps(
            Instances instances, Databases databases, Backups backups, DumpLoader loader, OdooKnowledge odoo) {
        this.inUse = new InUse(instances);
        this.databases = databases;
        this.backups = backups;
        this.loader = loader;
        this.odoo = odoo;
    }

    @Override
    public void check(ServerCheck check) {
        Heartbeats.run(() -> databases.check(check));
    }

    @Override
    public void create(Building building) {
        Heartbeats.run(() -> databases.create(building));
    }

    @Override
    public CopyPlan planCopy(CopyQuestion question) {
        return Heartbeats.during(pulse -> databases.planCopy(question));
    }

    @Override
    public CopyReport copy(Copying copying) {
        return Heartbeats.during(pulse -> databases.copy(copying, pulse));
    }

    @Override
    public void dropCopy(Copying copying) {
        Heartbeats.run(() -> {
            databases.reopen(copying);
            inUse.refuse(copying.building().pair());
            databases.drop(copying.building());
        });
    }

    @Override
    public void drop(Building building) {
        Heartbeats.run(() -> {
            inUse.refuse(building.pair());
            databases.drop(building);
        });
    }

    @Override
    public DatabaseReport load(Loading loading) {
        return Heartbeats.during(pulse -> load(loading, pulse));
    }

    private DatabaseReport load(Loading loading, Pulse pulse) {
        Building building = loading.building();
        databases.recreateUnlessBegun(building);
        Backup backup =
                backups.open(loading.source(), building.pair().instance().namespace());
        try (InputStream script = backup.dump();
                Pulse.Registration watched = pulse.closeOnAbort(script)) {
            return loader.load(building, script, backup.dumpBytes(), pulse);
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE, loading.source().source() + " could not be read on", e);
        }
    }

    @Override
    public DatabaseProof prove(StoragePair pair) {
        return Heartbeats.during(pulse -> odoo.prove(pair));
    }

    @Override
    public void own(Owning owning) {
        Heartbeats.run(() -> databases.own(owning));
    }

    @Override
    public void open(StoragePair pair) {
        Heartbeats.run(() -> databases.open(pair));
    }

    @Override
    public void shut(StoragePair pair) {
        Heartbeats.run(() -> databases.shut(pair));
    }

    @Override
    public void markCurrent(Use use) {
        Heartbeats.run(() -> databases.markCurrent(use));
    }

    @Override
    public void retire(Retirement retirement) {
        Heartbeats.run(() -> databases.retire(retirement));
    }

    @Override
    public List<KeptPair> pairs(PairQuery query) {
        return Heartbeats.during(pulse -> databases.list(query.server(), query.instance()));
    }

    @Override
    public void doom(Expiry expiry) {
        Heartbeats.run(() -> {
            inUse.refuse(expiry.pair());
            databases.doom(expiry);
        });
    }

    @Override
    public void expire(StoragePair pair) {
        Heartbeats.run(() -> {
            inUse.refuse(pair);
            databases.expire(pair);
        });
    }
}
