package io.bemade.odoo.sample;

import static io.bemade.odoo.sample.Column.bool;
import static io.bemade.odoo.sample.Column.moment;
import static io.bemade.odoo.sample.Column.numeric;
import static io.bemade.odoo.sample.Column.reference;
import static io.bemade.odoo.sample.Column.translated;
import static io.bemade.odoo.sample.Column.varchar;
import static io.bemade.odoo.sample.RowCount.exactly;
import static io.bemade.odoo.sample.RowCount.share;
import static io.bemade.odoo.sample.Table.withId;
import static io.bemade.odoo.sample.Values.always;
import static io.bemade.odoo.sample.Values.day;
import static io.bemade.odoo.sample.Values.listed;
import static io.bemade.odoo.sample.Values.money;
import static io.bemade.odoo.sample.Values.mostly;
import static io.bemade.odoo.sample.Values.name;
import static io.bemade.odoo.sample.Values.numbered;
import static io.bemade.odoo.sample.Values.parent;
import static io.bemade.odoo.sample.Values.yes;

import java.util.stream.Stream;

/** Products, sales, stock, accounting, payment and delivery. */
final class TradeTables {
    private TradeTables() {}

    static Stream<Table> all(Options options) {
        return Stream.of(products(options), sales(), stock(), accounting(options), services(options))
                .flatMap(tables -> tables);
    }

    private static Stream<Table> products(Options options) {
        return Stream.of(
                withId(
                        "uom_uom",
                        exactly(4),
                        translated(options, "name", numbered("Unit ", "")).notNull()),
                withId(
                        "product_category",
                        exactly(12),
                        varchar("name", numbered("Category ", "")).notNull(),
                        reference("parent_id", "product_category", parent())),
                withId(
                        "product_template",
                        share(0.02),
                        translated(options, "name", name()).notNull(),
                        reference("categ_id", "product_category").notNull(),
                        reference("uom_id", "uom_uom").notNull(),
                        numeric("list_price", money()),
                        bool("active", yes()),
                        bool("sale_ok", mostly(90)),
                        moment("create_date")),
                withId(
                                "product_product",
                                share(0.01),
                                reference("product_tmpl_id", "product_template").notNull(),
                                varchar("default_code", numbered("SKU-", "")),
                                bool("active", yes()))
                        .index("product_product_default_code_index (default_code)"));
    }

    private static Stream<Table> sales() {
        return Stream.of(
                withId(
                                "sale_order",
                                share(0.03),
                                varchar("name", numbered("S", "")).notNull(),
                                reference("partner_id", "res_partner").notNull(),
                                reference("company_id", "res_company", always("1"))
                                        .notNull(),
                                reference("user_id", "res_users"),
                                varchar("state", listed("draft", "sale", "sale", "cancel")),
                                numeric("amount_untaxed", money()),
                                numeric("amount_total", money()),
                                Column.of("note", "text", Values.nothing()),
                                moment("date_order"),
                                moment("create_date"))
                        .index("sale_order_partner_id_index (partner_id)"),
                withId(
                                "sale_order_line",
                                share(0.08),
                                reference("order_id", "sale_order").notNull(),
                                reference("product_id", "product_product"),
                                reference("product_uom_id", "uom_uom"),
                                Column.of("name", "text", name()).notNull(),
                                numeric("product_uom_qty", money()).notNull(),
                                numeric("price_unit", money()).notNull(),
                                numeric("price_total", money()),
                                moment("create_date"))
                        .index("sale_order_line_order_id_index (order_id)"));
    }

    private static Stream<Table> stock() {
        return Stream.of(
                withId(
                        "stock_location",
                        exactly(9),
                        varchar("name", numbered("Location ", "")).notNull(),
                        reference("location_id", "stock_location", parent())),
                withId(
                        "stock_warehouse",
                        exactly(2),
                        varchar("name", numbered("Warehouse ", "")).notNull(),
                        reference("lot_stock_id", "stock_location").notNull()),
                withId(
                                "stock_move",
                                share(0.07),
                                reference("product_id", "product_product").notNull(),
                                reference("company_id", "res_company", always("1"))
                                        .notNull(),
                                reference("location_id", "stock_location").notNull(),
                                reference("location_dest_id", "stock_location").notNull(),
                                varchar("reference", numbered("WH/OUT/", "")),
                                varchar("state", listed("done", "assigned", "cancel")),
                                numeric("product_uom_qty", money()).notNull(),
                                moment("date").notNull())
                        .index("stock_move_product_id_index (product_id)"));
    }

    private static Stream<Table> accounting(Options options) {
        return Stream.of(
                withId(
                        "account_journal",
                        exactly(6),
                        translated(options, "name", numbered("Journal ", "")).notNull(),
                        Column.of("code", "character varying(5)", numbered("J", ""))
                                .notNull()),
                withId(
                        "account_account",
                        exactly(60),
                        translated(options, "name", numbered("Account ", "")).notNull()),
                withId(
                                "account_move",
                                share(0.04),
                                varchar("name", numbered("INV/2026/", "")),
                                reference("journal_id", "account_journal").notNull(),
                                reference("company_id", "res_company", always("1")),
                                reference("partner_id", "res_partner"),
                                reference("currency_id", "res_currency").notNull(),
                                varchar("state", listed("posted", "draft")).notNull(),
                                varchar("move_type", listed("out_invoice", "entry", "in_invoice"))
                                        .notNull(),
                                Column.of("date", "date", day()).notNull(),
                                numeric("amount_total", money()),
                                moment("create_date"))
                        .index("account_move_partner_id_index (partner_id)"),
                withId(
                                "account_move_line",
                                share(0.1),
                                reference("move_id", "account_move").notNull(),
                                reference("account_id", "account_account"),
                                reference("partner_id", "res_partner"),
                                reference("product_id", "product_product"),
                                reference("currency_id", "res_currency").notNull(),
                                varchar("name", name()),
                                varchar("display_type", always("product")).notNull(),
                                Column.of("date", "date", day()),
                                numeric("debit", money()),
                                numeric("credit", money()),
                                numeric("balance", money()),
                                moment("create_date"))
                        .index("account_move_line_move_id_index (move_id)")
                        .index("account_move_line_date_name_id_idx (date DESC, id DESC)"));
    }

    /** What would take real money or order real transport. */
    private static Stream<Table> services(Options options) {
        // Odoo renamed its acquirers in 16.
        String providers = options.odooMajor() < 16 ? "payment_acquirer" : "payment_provider";
        String code = options.odooMajor() < 16 ? "provider" : "code";
        return Stream.of(
                withId(
                        providers,
                        exactly(3),
                        translated(options, "name", numbered("Provider ", "")).notNull(),
                        varchar(code, listed("stripe", "paypal", "custom")).notNull(),
                        varchar("state", listed("enabled", "test", "disabled")).notNull(),
                        reference("company_id", "res_company", always("1")).notNull(),
                        varchar("stripe_publishable_key", numbered("sample_pk_", "")),
                        varchar("stripe_secret_key", numbered("sample_sk_", ""))),
                withId(
                        "delivery_carrier",
                        exactly(2),
                        translated(options, "name", numbered("Carrier ", "")).notNull(),
                        varchar("delivery_type", listed("fixed", "base_on_rule"))
                                .notNull(),
                        reference("product_id", "product_product").notNull(),
                        bool("active", yes()),
                        bool("prod_environment", yes())));
    }
}
