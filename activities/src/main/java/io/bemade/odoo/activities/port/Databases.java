package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyPlan;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyQuestion;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyReport;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Copying;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Expiry;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Owning;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Retirement;
import io.bemade.odoo.workflows.activity.DatabaseActivities.ServerCheck;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Use;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.util.List;
import java.util.Optional;

/**
 * The databases of all configured PostgreSQL servers; {@code pair.server()} says which. The administrator's role may create
 * databases and roles and is not a superuser. As itself it never touches rows: whatever a dump brought (triggers, functions)
 * runs as the builder role, and a database that serves is read as the role it belongs to.
 */
public interface Databases extends BuilderConnections {
    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#check}. */
    void check(ServerCheck check);

    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#create}. */
    void create(Building building);

    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#drop}. */
    void drop(Building building);

    /**
     * Drops and creates again what {@link #create} made, so that an attempt to load begins with nothing; but what a former
     * attempt to load has left stays, if it can be gone on with. Whoever still works in it as the builder is sent away.
     */
    void recreateUnlessBegun(Building building);

    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#planCopy}. */
    CopyPlan planCopy(CopyQuestion question);

    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#copy}. */
    CopyReport copy(Copying copying, Pulse pulse);

    /** Lets people into the source again, if this copy has shut it and could not open it. */
    void reopen(Copying copying);

    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#own}. */
    void own(Owning owning);

    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#open}. */
    void open(StoragePair pair);

    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#shut}. */
    void shut(StoragePair pair);

    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#markCurrent}. */
    void markCurrent(Use use);

    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#retire}. */
    void retire(Retirement retirement);

    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#doom}. */
    void doom(Expiry expiry);

    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#expire}. */
    void expire(StoragePair pair);

    /** All pairs of an instance, newest first. */
    List<KeptPair> list(String server, InstanceRef instance);

    /** Major version of the server, such as 18. */
    int majorVersion(String server);

    /** How Odoo's own command line may connect to a pair under construction. */
    Access builderAccess(StoragePair pair);

    /**
     * Address and login of a role; {@link #toString} shows no password.
     *
     * @param sslMode as libpq has it
     * @param authority what alone is trusted to sign the server's certificate, in PEM; absent = what the client trusts anyway
     */
    record Access(String host, int port, String user, String password, String sslMode, Optional<String> authority) {
        /** Encrypted where the server can. */
        public Access(String host, int port, String user, String password) {
            this(host, port, user, password, "prefer", Optional.empty());
        }

        @Override
        public String toString() {
            return user + "@" + host + ":" + port;
        }
    }
}
