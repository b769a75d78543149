package io.bemade.odoo.sample;

import static io.bemade.odoo.sample.Column.bool;
import static io.bemade.odoo.sample.Column.integer;
import static io.bemade.odoo.sample.Column.moment;
import static io.bemade.odoo.sample.Column.reference;
import static io.bemade.odoo.sample.Column.translated;
import static io.bemade.odoo.sample.Column.varchar;
import static io.bemade.odoo.sample.RowCount.exactly;
import static io.bemade.odoo.sample.RowCount.share;
import static io.bemade.odoo.sample.Table.withId;
import static io.bemade.odoo.sample.Values.always;
import static io.bemade.odoo.sample.Values.anyOf;
import static io.bemade.odoo.sample.Values.first;
import static io.bemade.odoo.sample.Values.id;
import static io.bemade.odoo.sample.Values.listed;
import static io.bemade.odoo.sample.Values.name;
import static io.bemade.odoo.sample.Values.no;
import static io.bemade.odoo.sample.Values.nothing;
import static io.bemade.odoo.sample.Values.number;
import static io.bemade.odoo.sample.Values.numbered;
import static io.bemade.odoo.sample.Values.parent;
import static io.bemade.odoo.sample.Values.trap;
import static io.bemade.odoo.sample.Values.yes;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The tables of every Odoo: modules, parameters, users, scheduled actions, attachments. */
final class OdooTables {
    private static final String INSTANT = "2026-01-01 00:00:00";

    private OdooTables() {}

    /** In the dump's order. */
    static List<Table> all(Options options, Attachments attachments) {
        return Stream.of(
                        system(options),
                        people(options),
                        Stream.of(AttachmentTable.referringTo(attachments)),
                        MailTables.all(options),
                        TradeTables.all(options))
                .flatMap(tables -> tables)
                .sorted(Comparator.comparing(Table::name))
                .toList();
    }

    private static Stream<Table> system(Options options) {
        Table actions = withId(
                "ir_actions",
                exactly(0),
                translated(options, "name", name()).notNull(),
                varchar("type", always("ir.actions.server")).notNull(),
                varchar("binding_type", always("action")).notNull());
        return Stream.of(
                actions,
                Table.of(
                                "ir_act_server",
                                exactly(8),
                                reference("model_id", "ir_model").notNull(),
                                varchar("usage", always("ir_cron")).notNull(),
                                varchar("state", always("code")).notNull(),
                                Column.of("code", "text", always("model._run_sample()\n# every day")))
                        .inheriting(
                                actions,
                                id(),
                                Values.translated(options, numbered("Action ", "")),
                                always("ir.actions.server"),
                                always("action")),
                modules(options),
                parameters(),
                crons(options),
                withId(
                                "ir_model",
                                exactly(24),
                                varchar("model", numbered("sample.model.", "")).notNull(),
                                translated(options, "name", name()).notNull(),
                                varchar("state", always("base")))
                        .constraint("ir_model_model_uniq UNIQUE (model)"),
                withId(
                                "ir_model_data",
                                share(0.02),
                                moment("create_date"),
                                integer("res_id", first(List.of("1", "1", "2", "1", "1"), number(1, 9))),
                                bool("noupdate", yes()),
                                varchar(
                                                "name",
                                                first(
                                                        List.of(
                                                                "autovacuum_job",
                                                                "main_company",
                                                                "user_admin",
                                                                "neutralize_banner",
                                                                "module_base"),
                                                        numbered("record_", "")))
                                        .notNull(),
                                varchar("module", first(List.of("base", "base", "base", "web", "base"), always("sale")))
                                        .notNull(),
                                varchar(
                                                "model",
                                                first(
                                                        List.of(
                                                                "ir.cron",
                                                                "res.company",
                                                                "res.users",
                                                                "ir.ui.view",
                                                                "ir.module.module"),
                                                        always("sale.order")))
                                        .notNull())
                        .index("UNIQUE ir_model_data_module_name_uniq_index (module, name)")
                        .index("ir_model_data_model_res_id_index (model, res_id)"),
                withId(
                        "ir_ui_view",
                        exactly(12),
                        varchar("name", numbered("view ", "")).notNull(),
                        varchar("key", first(List.of("web.neutralize_banner"), numbered("sample.view_", ""))),
                        bool("active", first(List.of("f"), yes())),
                        Column.of("arch_db", options.odooMajor() < 16 ? "text" : "jsonb", arch(options)),
                        reference("inherit_id", "ir_ui_view", parent())),
                withId(
                        "ir_sequence",
                        exactly(6),
                        varchar("code", numbered("sample.sequence.", "")),
                        integer("number_next", number(1, 900))),
                withId("iap_account", exactly(2), varchar("account_token", numbered("sample-token-", ""))),
                withId("orm_signaling_registry", exactly(1), moment("date")),
                Table.of(
                        "Products",
                        exactly(40),
                        integer("stock_package_destination_id", id()).notNull(),
                        reference("stock_move_line_id", "stock_move").notNull()),
                Table.of("x_note", exactly(60), Column.of("note", "text", trap()), integer("number", id())));
    }

    private static Value arch(Options options) {
        String arch = "<t><div>sample</div></t>";
        return options.odooMajor() < 16 ? always(arch) : always("{\"en_US\": \"" + arch + "\"}");
    }

    private static Table modules(Options options) {
        int all = Modules.ALL.size();
        int installed = Modules.INSTALLED.size();
        List<String> states = Stream.iterate(1, i -> i + 1)
                .limit(all)
                .map(i -> i <= installed ? "installed" : "uninstalled")
                .toList();
        String version = Modules.version(options);
        return withId(
                        "ir_module_module",
                        exactly(all),
                        varchar("name", listed(Modules.ALL)).notNull(),
                        Column.of("state", "character varying(16)", listed(states)),
                        varchar("latest_version", row -> row.line().text(row.id() <= installed ? version : null)),
                        translated(options, "shortdesc", numbered("Module ", "")),
                        bool("demo", no()),
                        bool("auto_install", no()))
                .constraint("ir_module_module_name_uniq UNIQUE (name)");
    }

    private static Table parameters() {
        return withId(
                        "ir_config_parameter",
                        exactly(9),
                        varchar(
                                        "key",
                                        listed(
                                                "database.uuid",
                                                "database.secret",
                                                "database.create_date",
                                                "web.base.url",
                                                "base.login_cooldown_after",
                                                "base.login_cooldown_duration",
                                                "mail.catchall.domain",
                                                "database.enterprise_code",
                                                "web.base.url.freeze"))
                                .notNull(),
                        Column.of(
                                        "value",
                                        "text",
                                        listed(
                                                "5a3e1f00-0000-4000-8000-000000000001",
                                                "5a3e1f00-0000-4000-8000-000000000002",
                                                INSTANT,
                                                "https://erp.example.com",
                                                "10",
                                                "60",
                                                "example.com",
                                                "SAMPLE0000000",
                                                "True"))
                                .notNull(),
                        moment("create_date"),
                        moment("write_date"))
                .constraint("ir_config_parameter_key_uniq UNIQUE (key)");
    }

    private static Table crons(Options options) {
        Table crons = withId(
                "ir_cron",
                exactly(6),
                reference("ir_actions_server_id", "ir_act_server", id()).notNull(),
                varchar("cron_name", numbered("Job ", "")),
                reference("user_id", "res_users", always("1")).notNull(),
                bool("active", first(List.of("t", "t", "t", "t", "t", "f"), yes())),
                integer("interval_number", always("1")).notNull(),
                varchar("interval_type", listed("days", "hours", "minutes")).notNull(),
                integer("priority", always("5")),
                Column.of("nextcall", "timestamp without time zone", always(INSTANT))
                        .notNull());
        // Odoo counted the calls left until 17; -1 is for ever.
        return options.odooMajor() < 18 ? crons.column(integer("numbercall", always("-1"))) : crons;
    }

    private static Stream<Table> people(Options options) {
        return Stream.of(
                withId(
                                "res_partner",
                                share(0.06),
                                varchar("name", first(List.of("Sample Company", "System", "Administrator"), name())),
                                varchar("complete_name", name()),
                                reference("company_id", "res_company", nothing()),
                                reference("parent_id", "res_partner", parent()),
                                reference("country_id", "res_country"),
                                varchar("email", numbered("person", "@example.com")),
                                varchar("phone", numbered("+1 555 ", "")),
                                varchar("street", name()),
                                varchar("city", listed("Montréal", "Basel", "Łódź", "Köln")),
                                Column.of("comment", "text", nothing()),
                                bool("active", yes()),
                                bool("is_company", Values.mostly(20)),
                                moment("create_date"),
                                moment("write_date"))
                        .index("res_partner_parent_id_index (parent_id)")
                        .index("res_partner_name_trgm_index USING gin (name public.gin_trgm_ops)")
                        .index("res_partner_email_index (email) WHERE (email IS NOT NULL)"),
                withId(
                                "res_company",
                                exactly(2),
                                varchar("name", numbered("Sample Company ", "")).notNull(),
                                reference("partner_id", "res_partner", id()).notNull(),
                                reference("currency_id", "res_currency", always("1"))
                                        .notNull(),
                                bool("active", yes()))
                        .constraint("res_company_name_uniq UNIQUE (name)"),
                withId(
                                "res_users",
                                exactly(4),
                                reference("company_id", "res_company", always("1"))
                                        .notNull(),
                                reference("partner_id", "res_partner", id()).notNull(),
                                bool("active", first(List.of("f"), yes())),
                                varchar("login", listed("__system__", "admin", "seller", "accountant"))
                                        .notNull(),
                                varchar("password", first(List.of(""), always("$pbkdf2-sha512$sample$not-a-hash"))),
                                Column.of("signature", "text", nothing()))
                        .constraint("res_users_login_key UNIQUE (login)"),
                Table.of(
                                "res_groups_users_rel",
                                exactly(8),
                                reference("gid", "res_groups", id()).notNull(),
                                reference("uid", "res_users", anyOf("res_users"))
                                        .notNull())
                        .constraint("res_groups_users_rel_pkey PRIMARY KEY (gid, uid)"),
                withId(
                        "res_groups",
                        exactly(8),
                        translated(options, "name", numbered("Group ", "")).notNull()),
                withId(
                                "res_currency",
                                exactly(3),
                                varchar("name", listed("CAD", "EUR", "USD")).notNull(),
                                varchar("symbol", listed("$", "€", "$")).notNull(),
                                bool("active", yes()))
                        .constraint("res_currency_unique_name UNIQUE (name)"),
                withId(
                        "res_currency_rate",
                        exactly(90),
                        Column.of("name", "date", Values.day()).notNull(),
                        Column.numeric("rate", Values.money()),
                        reference("currency_id", "res_currency").notNull()),
                withId(
                                "res_country",
                                exactly(5),
                                translated(options, "name", numbered("Country ", ""))
                                        .notNull(),
                                Column.of("code", "character varying(2)", listed("CA", "CH", "PL", "DE", "FR"))
                                        .notNull())
                        .constraint("res_country_code_uniq UNIQUE (code)"),
                withId(
                                "res_lang",
                                exactly(2),
                                varchar("name", listed("English", "Français")).notNull(),
                                varchar("code", listed("en_US", "fr_CA")).notNull(),
                                bool("active", yes()))
                        .constraint("res_lang_code_uniq UNIQUE (code)"));
    }
}
