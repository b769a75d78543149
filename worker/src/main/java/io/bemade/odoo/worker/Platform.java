package io.bemade.odoo.worker;

import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Filestores;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.OdooShell;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.port.Statuses;
import io.bemade.odoo.activities.port.Volumes;
import io.bemade.odoo.activities.postgres.Server;
import io.bemade.odoo.workflows.inspect.Doctor.Finding;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What differs between a host and a cluster: how the platform's ports are filled. */
interface Platform {
    /** PostgreSQL servers by name, as they are configured now. */
    Map<String, Server> servers();

    /** Secrets of the servers' administrators. */
    Secrets serverSecrets();

    /** Secrets of sources, in the namespaces of the instances. */
    Secrets sourceSecrets();

    Instances instances();

    /** @param databases whose logins may have to be given to those who work inside a volume */
    Filestores filestores(Databases databases);

    /** The files that this process reaches; empty where each volume has a worker of its own. */
    Optional<Volumes> volumes();

    OdooShell shell();

    Statuses statuses(WorkflowClient client);

    /** Through which all activities of this platform's worker go. */
    default List<WorkerInterceptor> interceptors(WorkflowClient client) {
        return List.of();
    }

    /** What this platform depends on, the instances' databases aside. */
    List<Finding> examine();
}
