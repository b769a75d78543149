package io.bemade.odoo.activities.odoo;

import io.bemade.odoo.activities.odoo.SqlRecipe.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The proof that a copy is harmless, whoever made it so: each query counts what must not be. */
final class NeutralizationCheck {
    private record Danger(String table, String column, String counts, String says) {}

    private static final List<Danger> DANGERS = List.of(
            new Danger(
                    "ir_mail_server",
                    "smtp_host",
                    "active AND coalesce(smtp_host, '') NOT IN ('', 'invalid') AND smtp_host NOT LIKE '%.invalid'",
                    "active outgoing mail servers"),
            new Danger("fetchmail_server", "active", "active", "active incoming mail servers"),
            new Danger(
                    "ir_cron",
                    "active",
                    "active AND id NOT IN (SELECT res_id FROM public.ir_model_data WHERE model = 'ir.cron'"
                            + " AND module = 'base' AND name = 'autovacuum_job' AND res_id IS NOT NULL)",
                    "active scheduled actions"),
            new Danger("mail_mail", "state", "state = 'outgoing'", "mails waiting to be sent"),
            new Danger("payment_provider", "state", "state NOT IN ('test', 'disabled')", "live payment providers"),
            new Danger("payment_acquirer", "state", "state NOT IN ('test', 'disabled')", "live payment providers"));

    private NeutralizationCheck() {}

    static List<String> problems(Connection connection) throws SQLException {
        List<String> problems = new ArrayList<>();
        if (flag(connection) == 0) {
            problems.add("its flag database.is_neutralized is not set");
        }
        for (Danger danger : DANGERS) {
            if (Schema.has(connection, danger.table(), danger.column())) {
                long found = count(
                        connection, "SELECT count(*) FROM public." + danger.table() + " WHERE " + danger.counts());
                if (found > 0) {
                    problems.add(found + " " + danger.says());
                }
            }
        }
        return problems;
    }

    private static long flag(Connection connection) throws SQLException {
        return Schema.has(connection, "ir_config_parameter", "value")
                ? count(
                        connection,
                        "SELECT count(*) FROM public.ir_config_parameter"
                                + " WHERE key = 'database.is_neutralized' AND lower(value) IN ('true', '1', 't')")
                : 0;
    }

    private static long count(Connection connection, String sql) throws SQLException {
        return Long.parseLong(OdooDatabase.column(connection, sql).get(0));
    }
}
