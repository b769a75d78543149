package io.bemade.odoo.sample;

import static io.bemade.odoo.sample.Column.bool;
import static io.bemade.odoo.sample.Column.integer;
import static io.bemade.odoo.sample.Column.moment;
import static io.bemade.odoo.sample.Column.reference;
import static io.bemade.odoo.sample.Column.varchar;
import static io.bemade.odoo.sample.RowCount.exactly;
import static io.bemade.odoo.sample.RowCount.share;
import static io.bemade.odoo.sample.Table.withId;
import static io.bemade.odoo.sample.Values.always;
import static io.bemade.odoo.sample.Values.anyOf;
import static io.bemade.odoo.sample.Values.body;
import static io.bemade.odoo.sample.Values.id;
import static io.bemade.odoo.sample.Values.listed;
import static io.bemade.odoo.sample.Values.name;
import static io.bemade.odoo.sample.Values.no;
import static io.bemade.odoo.sample.Values.nothing;
import static io.bemade.odoo.sample.Values.numbered;
import static io.bemade.odoo.sample.Values.parent;
import static io.bemade.odoo.sample.Values.yes;

import java.util.stream.Stream;

/** Mail: servers that would really send, mails still to be sent, and the messages that fill most databases. */
final class MailTables {
    private MailTables() {}

    static Stream<Table> all(Options options) {
        return Stream.of(
                withId(
                        "ir_mail_server",
                        exactly(2),
                        varchar("name", numbered("Mail server ", "")).notNull(),
                        varchar("smtp_host", listed("smtp.example.com", "old.example.com")),
                        integer("smtp_port", always("587")),
                        varchar("smtp_user", always("sample")),
                        varchar("smtp_pass", always("sample-password")),
                        varchar("smtp_encryption", always("starttls")).notNull(),
                        varchar("smtp_authentication", always("login")).notNull(),
                        integer("sequence", id()),
                        bool("active", listed("t", "f"))),
                withId(
                        "fetchmail_server",
                        exactly(1),
                        varchar("name", always("Incoming")).notNull(),
                        varchar("server", always("imap.example.com")),
                        integer("port", always("993")),
                        varchar("server_type", always("imap")).notNull(),
                        varchar("user", always("sample")),
                        varchar("password", always("sample-password")),
                        varchar("state", always("done")),
                        bool("active", yes()),
                        Column.of("configuration", "text", nothing())),
                withId(
                                "mail_message",
                                share(0.56),
                                reference("parent_id", "mail_message", parent()),
                                integer("res_id", anyOf("sale_order")),
                                reference("author_id", "res_partner"),
                                varchar("subject", name()),
                                varchar("model", always("sale.order")),
                                varchar("message_type", listed("comment", "notification", "email"))
                                        .notNull(),
                                varchar("email_from", numbered("\"Person\" <person", "@example.com>")),
                                varchar("message_id", numbered("<", ".sample@example.com>")),
                                varchar("reply_to", always("catchall@example.com")),
                                Column.of("body", "text", body()),
                                bool("is_internal", no()),
                                moment("date"),
                                moment("create_date"),
                                moment("write_date"))
                        .index("mail_message_author_id_index (author_id)")
                        .index("mail_message_parent_id_index (parent_id)")
                        .index("mail_message_message_id_index (message_id)")
                        .index("mail_message_model_res_id_id_idx (model, res_id, id)"),
                withId(
                        "mail_mail",
                        exactly(12),
                        reference("mail_message_id", "mail_message", id()).notNull(),
                        varchar("state", listed("outgoing", "sent", "outgoing", "exception")),
                        Column.of("body_html", "text", body()),
                        Column.of("email_to", "text", numbered("person", "@example.com")),
                        bool("auto_delete", yes()),
                        moment("create_date")),
                withId(
                                "mail_followers",
                                share(0.02),
                                varchar("res_model", always("sale.order")).notNull(),
                                integer("res_id", id()),
                                reference("partner_id", "res_partner").notNull())
                        .constraint("mail_followers_mail_followers_res_partner_res_model_id_uniq"
                                + " UNIQUE (res_model, res_id, partner_id)"),
                Table.of(
                                "mail_message_res_partner_rel",
                                share(0.004),
                                reference("mail_message_id", "mail_message", id())
                                        .notNull(),
                                reference("res_partner_id", "res_partner").notNull())
                        .constraint("mail_message_res_partner_rel_pkey PRIMARY KEY (mail_message_id, res_partner_id)"));
    }
}
