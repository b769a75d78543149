package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.activities.sql.SqlFailures;
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
import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The databases of PostgreSQL servers, administered by a role that is no superuser. */
public final class PostgresDatabases implements Databases {
    private static final String WRONG_PASSWORD = "28P01";

    private final Admin admin;
    private final Creation creation;
    private final Ownership ownership;
    private final Marks marks;
    private final TemplateCopy copies;
    private final OnlineCopy onlineCopies;
    private final CopyPlanning planning;

    /**
     * @param servers by the name that instances call them, asked for at each use
     * @param pgDump for copies of databases that serve
     * @param connections that read such a database at once, and as many that write the copy
     * @param sourceRate of what is read from such databases, in all copies together
     */
    public PostgresDatabases(
            Supplier<Map<String, Server>> servers,
            Secrets secrets,
            PgDump pgDump,
            LoadConnections connections,
            Rate sourceRate) {
        admin = new Admin(servers, secrets);
        creation = new Creation(admin);
        ownership = new Ownership(admin);
        marks = new Marks(admin);
        copies = new TemplateCopy(admin, creation);
        onlineCopies = new OnlineCopy(admin, creation, this, pgDump, connections, sourceRate);
        planning = new CopyPlanning(admin, pgDump);
    }

    @Override
    public void create(Building building) {
        creation.create(building);
    }

    @Override
    public void drop(Building building) {
        creation.drop(building);
    }

    @Override
    public void recreateUnlessBegun(Building building) {
        creation.recreateUnlessBegun(building);
    }

    @Override
    public CopyReport copy(Copying copying, Pulse pulse) {
        return switch (copying.way()) {
            case TEMPLATE -> copies.copy(copying, pulse);
            case ONLINE -> onlineCopies.copy(copying, pulse);
        };
    }

    @Override
    public CopyPlan planCopy(CopyQuestion question) {
        copies.reopen(question.source()); // a terminated copy may have left it shut
        return planning.plan(question);
    }

    @Override
    public void reopen(Copying copying) {
        if (copying.way() == CopyWay.TEMPLATE) {
            copies.reopen(copying.source());
        }
    }

    @Override
    public void own(Owning owning) {
        ownership.own(owning);
    }

    @Override
    public void open(StoragePair pair) {
        admin.run(pair.server(), "database " + pair + " could not be opened", connection -> {
            Catalog.ours(connection, pair);
            Sessions.allow(connection, pair.database().value(), true);
        });
    }

    @Override
    public void shut(StoragePair pair) {
        admin.run(pair.server(), "database " + pair + " could not be shut", connection -> {
            if (Catalog.ours(connection, pair).isPresent()) {
                Sessions.shut(connection, pair.database().value());
            }
        });
    }

    @Override
    public void markCurrent(Use use) {
        marks.current(use);
    }

    @Override
    public void retire(Retirement retirement) {
        marks.retire(retirement);
    }

    @Override
    public void doom(Expiry expiry) {
        marks.doom(expiry);
    }

    @Override
    public void expire(StoragePair pair) {
        marks.expire(pair);
    }

    @Override
    public List<KeptPair> list(String server, InstanceRef instance) {
        return admin.ask(
                server,
                "the pairs of " + instance + " could not be listed",
                connection -> Catalog.pairs(connection, server, instance));
    }

    @Override
    public void check(ServerCheck check) {
        admin.run(
                check.server(),
                "it could not be found out what may be done for " + check.instance(),
                connection -> new ServerCheckup(connection, check.server()).run(check));
        check.current().ifPresent(copies::reopen);
    }

    @Override
    public int majorVersion(String server) {
        return admin.ask(server, "the version could not be asked for", Catalog::majorVersion);
    }

    @Override
    public Connection connectAsBuilder(StoragePair pair) throws SQLException {
        BuilderRole builder = admin.builder(pair);
        try {
            return connect(pair, builder);
        } catch (SQLException e) {
            if (!SqlFailures.state(e).equals(WRONG_PASSWORD)) {
                throw e;
            }
            // It is derived from the administrator's, which may have been changed since.
            admin.run(pair.server(), "the password of " + builder + " could not be renewed", connection -> {
                if (builder.exists(connection)) {
                    builder.setPassword(connection);
                }
            });
            return connect(pair, builder);
        }
    }

    private Connection connect(StoragePair pair, BuilderRole builder) throws SQLException {
        return admin.server(pair.server())
                .connect(admin.secrets(), pair.database().value(), builder.name(), builder.password());
    }

    @Override
    public Access builderAccess(StoragePair pair) {
        Server server = admin.server(pair.server());
        BuilderRole builder = admin.builder(pair);
        return new Access(
                server.host(),
                server.port(),
                builder.name(),
                builder.password(),
                server.sslMode(),
                server.authority(admin.secrets()));
    }
}
