package io.bemade.odoo.e2e;

import io.bemade.odoo.activities.port.Databases.Access;
import io.bemade.odoo.activities.port.OdooShell;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.util.List;

/** Neutralization by built-in statements is enough. */
final class NoOdoo implements OdooShell {
    @Override
    public boolean available(InstanceRef instance) {
        return false;
    }

    @Override
    public Result run(StoragePair pair, Access access, List<String> arguments, Pulse pulse) {
        throw new IllegalStateException();
    }
}
