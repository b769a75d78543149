package io.bemade.odoo.activities.odoo;

import io.bemade.odoo.activities.odoo.SqlRecipe.Schema;
import io.bemade.odoo.activities.port.BuilderConnections;
import io.bemade.odoo.activities.port.OdooKnowledge;
import io.bemade.odoo.activities.sql.SqlFailures;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseProof;
import io.bemade.odoo.workflows.activity.OdooActivities.Neutralization;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreProof;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Odoo's tables, as far as a restore must know them. Everything runs as the builder role. */
public final class OdooDatabase implements OdooKnowledge {
    /** Modules whose purpose is to reach out, by the beginning or the end of their names. */
    private static final Pattern REACHING_OUT = Pattern.compile(
            "(payment|delivery|google|microsoft|outlook|iap|sms|whatsapp|social|l10n_.*_edi|pos_)_?.*|.*_(sms|iap|edi|gmail|outlook|twilio)");

    /** Modules of that kind that the built-in statements cover. */
    private static final Pattern COVERED =
            Pattern.compile("payment|delivery|iap|google_calendar|microsoft_calendar|pos_.*");

    private static final String UNVALIDATED = """
            SELECT pg_catalog.format('constraint %s of %s', conname, conrelid::regclass)
              FROM pg_catalog.pg_constraint WHERE NOT convalidated
            UNION ALL
            SELECT pg_catalog.format('index %s', indexrelid::regclass) FROM pg_catalog.pg_index WHERE NOT indisvalid
             LIMIT 20
            """;

    private final BuilderConnections databases;
    private final SqlRecipe neutralize = new SqlRecipe("neutralize.sql");
    private final SqlRecipe finish = new SqlRecipe("finish.sql");
    private final SqlRecipe identity = new SqlRecipe("identity.sql");

    public OdooDatabase(BuilderConnections databases) {
        this.databases = databases;
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    @Override
    public DatabaseProof prove(StoragePair pair) {
        return in(pair, connection -> {
            if (!Schema.has(connection, "ir_module_module", "latest_version")) {
                throw notProven(pair, "it has no table ir_module_module: this is no Odoo database");
            }
            List<String> base = column(
                    connection,
                    "SELECT coalesce(latest_version, '?') FROM public.ir_module_module"
                            + " WHERE name = 'base' AND state IN ('installed', 'to upgrade')");
            if (base.isEmpty()) {
                throw notProven(pair, "module base is not installed in it: this Odoo database is not complete");
            }
            int modules = Integer.parseInt(column(
                            connection,
                            "SELECT count(*) FROM public.ir_module_module WHERE state IN ('installed', 'to upgrade')")
                    .get(0));
            long attachments = Long.parseLong(column(connection, "SELECT count(*) FROM public.ir_attachment")
                    .get(0));
            return new DatabaseProof(base.get(0), modules, attachments, column(connection, UNVALIDATED));
        });
    }

    private static OrchestratorException notProven(StoragePair pair, String why) {
        return new OrchestratorException(
                ErrorCode.NOT_PROVEN,
                "the dump was loaded into " + pair + ", but " + why + "; the instance was not switched");
    }

    @Override
    public FilestoreProof overStoreNames(StoragePair pair, Function<Iterator<String>, FilestoreProof> check) {
        return in(pair, connection -> {
            connection.setAutoCommit(false); // else the driver would fetch all rows at once
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(5000);
                try (ResultSet rows = statement.executeQuery("SELECT DISTINCT store_fname FROM public.ir_attachment"
                        + " WHERE store_fname IS NOT NULL AND store_fname <> ''")) {
                    return check.apply(new Column(rows));
                }
            }
        });
    }

    @Override
    public Neutralization neutralize(StoragePair pair) {
        return in(pair, connection -> {
            neutralize.run(connection);
            return new Neutralization("built-in SQL", notCovered(connection));
        });
    }

    @Override
    public void finishNeutralization(StoragePair pair) {
        in(pair, connection -> {
            finish.run(connection);
            return true;
        });
    }

    private static List<String> notCovered(Connection connection) throws SQLException {
        return column(
                        connection,
                        "SELECT name FROM public.ir_module_module WHERE state IN ('installed', 'to upgrade') ORDER BY name")
                .stream()
                .filter(name -> REACHING_OUT.matcher(name).matches()
                        && !COVERED.matcher(name).matches())
                .toList();
    }

    @Override
    public void verifyNeutralized(StoragePair pair) {
        List<String> problems = in(pair, NeutralizationCheck::problems);
        if (!problems.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.NOT_NEUTRALIZED,
                    pair + " is not harmless (" + String.join("; ", problems)
                            + "): the instance was not switched and the copy is deleted");
        }
    }

    @Override
    public void renewIdentity(StoragePair pair) {
        in(pair, connection -> {
            identity.run(connection);
            return true;
        });
    }

    static List<String> column(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private <T> T in(StoragePair pair, Work<T> work) {
        try (Connection connection = databases.connectAsBuilder(pair)) {
            return work.on(connection);
        } catch (SQLException e) {
            throw understood(pair, e);
        }
    }

    private static OrchestratorException understood(StoragePair pair, SQLException e) {
        String says = SqlFailures.firstLine(e);
        ErrorCode code = SqlFailures.code(e);
        return switch (code) {
            case UNAVAILABLE ->
                new OrchestratorException(
                        code,
                        "PostgreSQL server " + pair.server() + " cannot be asked about " + pair + " now: " + says,
                        e);
            case BROKEN ->
                new OrchestratorException(
                        ErrorCode.NOT_PROVEN, "the tables of " + pair + " are not those of an Odoo: " + says, e);
            default ->
                new OrchestratorException(
                        code,
                        "PostgreSQL server " + pair.server() + " does not let us work in " + pair + ": " + says,
                        e);
        };
    }

    /** A column of a result, as it is fetched. */
    private static final class Column implements Iterator<String> {
        private final ResultSet rows;
        private boolean ready;
        private boolean more;

        Column(ResultSet rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            if (!ready) {
                ready = true;
                try {
                    more = rows.next();
                } catch (SQLException e) {
                    throw new OrchestratorException(
                            ErrorCode.UNAVAILABLE, "the list of attachments could not be read to its end", e);
                }
            }
            return more;
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException();
            }
            ready = false;
            try {
                return rows.getString(1);
            } catch (SQLException e) {
                throw new OrchestratorException(
                        ErrorCode.UNAVAILABLE, "the list of attachments could not be read to its end", e);
            }
        }
    }
}
