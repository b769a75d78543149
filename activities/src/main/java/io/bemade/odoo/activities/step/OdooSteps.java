package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.OdooKnowledge;
import io.bemade.odoo.activities.port.OdooShell;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.OdooActivities;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.util.List;

/** Neutralization and identity: by Odoo itself where it can be run, and always checked by us. */
public final class OdooSteps implements OdooActivities {
    private final OdooShell shell;
    private final OdooKnowledge odoo;
    private final Databases databases;

    public OdooSteps(OdooShell shell, OdooKnowledge odoo, Databases databases) {
        this.shell = shell;
        this.odoo = odoo;
        this.databases = databases;
    }

    @Override
    public Neutralization neutralize(StoragePair pair) {
        return Heartbeats.during(
                pulse -> shell.available(pair.instance()) ? neutralizeByOdoo(pair, pulse) : odoo.neutralize(pair));
    }

    private Neutralization neutralizeByOdoo(StoragePair pair, Pulse pulse) {
        OdooShell.Result result = shell.run(pair, databases.builderAccess(pair), List.of("neutralize"), pulse);
        if (result.exit() != 0) {
            throw new OrchestratorException(
                    ErrorCode.NOT_NEUTRALIZED,
                    "odoo neutralize failed on " + pair + " with exit status " + result.exit() + ": " + result.tail());
        }
        odoo.finishNeutralization(pair);
        return new Neutralization("odoo", List.of());
    }

    @Override
    public void verifyNeutralized(StoragePair pair) {
        Heartbeats.run(() -> odoo.verifyNeutralized(pair));
    }

    @Override
    public void renewIdentity(StoragePair pair) {
        Heartbeats.run(() -> odoo.renewIdentity(pair));
    }
}
