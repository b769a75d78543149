package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.util.List;

/** Odoo's own command line, in the instance's own version. */
public interface OdooShell {
    /** Whether this instance has one. */
    boolean available(InstanceRef instance);

    /**
     * Runs {@code odoo <arguments>} against the pair's database with the given access, with none of the caller's
     * {@code PG*} variables; a password reaches neither the command line nor the output.
     *
     * @param arguments the sub-command and its arguments, such as {@code neutralize}
     * @return exit status and the last lines of its output
     */
    Result run(StoragePair pair, Databases.Access access, List<String> arguments, Pulse pulse);

    /** @param tail at most 4 KiB of output, secrets masked */
    record Result(int exit, String tail) {}
}
