package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.postgres.Catalog.Entry;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Retirement;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Use;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The databases of PostgreSQL servers, administered by a role that is no superuser. */
public final class PostgresDatabases implements Databases {
    /** Of a database that was there before this product. */
    private static final String ADOPTED = "adopted";

    private final Admin admin;
    private final Creation creation;
    private final Ownership ownership;

    /** @param servers by the name that instances call them, asked for at each use */
    public PostgresDatabases(Supplier<Map<String, Server>> servers, Secrets secrets) {
        admin = new Admin(servers, secrets);
        creation = new Creation(admin);
        ownership = new Ownership(admin);
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
    public void recreate(Building building) {
        creation.recreate(building);
    }

    @Override
    public void own(Building building, String role) {
        ownership.own(building, role);
    }

    @Override
    public void open(StoragePair pair) {
        admin.run(
                pair.server(),
                "database " + pair + " could not be opened",
                connection -> Sessions.allow(connection, pair.database().value(), true));
    }

    @Override
    public void shut(StoragePair pair) {
        admin.run(pair.server(), "database " + pair + " could not be shut", connection -> {
            if (Catalog.find(connection, pair.database().value()).isPresent()) {
                shut(connection, pair);
            }
        });
    }

    private static void shut(Connection connection, StoragePair pair) throws SQLException {
        Sessions.allow(connection, pair.database().value(), false);
        Sessions.end(connection, pair.database().value());
    }

    @Override
    public void markCurrent(Use use) {
        mark(use.pair(), use.at(), mark -> mark.as(KeptPair.State.CURRENT));
    }

    @Override
    public void retire(Retirement retirement) {
        mark(retirement.pair(), retirement.at(), mark -> mark.retained(retirement.at(), retirement.deleteAt()));
        shut(retirement.pair());
    }

    private void mark(StoragePair pair, Instant now, UnaryOperator<Mark> change) {
        admin.run(pair.server(), "database " + pair + " could not be marked", connection -> {
            Entry entry = Catalog.find(connection, pair.database().value())
                    .orElseThrow(() -> new OrchestratorException(
                            ErrorCode.NOT_FOUND, "database " + pair + " does not exist: it cannot be marked"));
            Mark mark = change.apply(entry.mark().orElseGet(() -> first(entry, pair, now)));
            Sql.execute(
                    connection,
                    "COMMENT ON DATABASE " + Sql.identifier(entry.name()) + " IS " + Sql.literal(mark.text()));
        });
    }

    private static Mark first(Entry entry, StoragePair pair, Instant now) {
        return new Mark(
                Mark.PRODUCT,
                pair.instance(),
                ADOPTED,
                pair.filestore(),
                KeptPair.State.CURRENT,
                now,
                Optional.empty(),
                Optional.empty(),
                entry.comment());
    }

    @Override
    public void expire(StoragePair pair, Instant now) {
        String database = pair.database().value();
        admin.run(pair.server(), "database " + database + " could not be deleted", connection -> {
            Optional<Entry> entry = Catalog.find(connection, database);
            if (entry.isEmpty()) {
                return;
            }
            boolean due = entry.get()
                    .mark()
                    .filter(mark -> mark.instance().equals(pair.instance()))
                    .filter(mark -> mark.state() == KeptPair.State.RETAINED)
                    .flatMap(Mark::deleteAt)
                    .filter(time -> !time.isAfter(now))
                    .isPresent();
            if (!due) {
                throw new OrchestratorException(
                        ErrorCode.NOT_OURS,
                        "database " + database + " is not a retained pair of " + pair.instance()
                                + " whose time has come: it was not touched");
            }
            Dropping.drop(connection, database);
        });
    }

    @Override
    public Optional<KeptPair> find(StoragePair pair) {
        return admin.ask(
                pair.server(),
                "database " + pair + " could not be looked at",
                connection -> Catalog.find(connection, pair.database().value())
                        .flatMap(entry ->
                                entry.mark().map(mark -> mark.pair(pair.server(), entry.name(), entry.bytes()))));
    }

    @Override
    public List<KeptPair> list(String server, InstanceRef instance) {
        return admin.ask(
                server,
                "the pairs of " + instance + " could not be listed",
                connection -> Catalog.pairs(connection, server, instance));
    }

    @Override
    public void requireRole(String server, String role) {
        admin.run(
                server,
                "role " + role + " could not be looked at",
                connection -> Ownership.requireMembership(connection, server, role));
    }

    @Override
    public int majorVersion(String server) {
        return admin.ask(server, "the version could not be asked for", Catalog::majorVersion);
    }

    @Override
    public Connection connectAsBuilder(StoragePair pair) throws SQLException {
        BuilderRole builder = admin.builder(pair);
        return admin.server(pair.server()).connect(pair.database().value(), builder.name(), builder.password());
    }

    @Override
    public Access builderAccess(StoragePair pair) {
        Server server = admin.server(pair.server());
        BuilderRole builder = admin.builder(pair);
        return new Access(server.host(), server.port(), builder.name(), builder.password());
    }
}
