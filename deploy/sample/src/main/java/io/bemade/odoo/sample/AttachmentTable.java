package io.bemade.odoo.sample;

import static io.bemade.odoo.sample.Column.bool;
import static io.bemade.odoo.sample.Column.integer;
import static io.bemade.odoo.sample.Column.moment;
import static io.bemade.odoo.sample.Column.reference;
import static io.bemade.odoo.sample.Column.varchar;
import static io.bemade.odoo.sample.Table.withId;
import static io.bemade.odoo.sample.Values.always;
import static io.bemade.odoo.sample.Values.no;
import static io.bemade.odoo.sample.Values.numbered;

import java.util.Optional;
import java.util.function.BiConsumer;

/** {@code ir_attachment}: a row per file, some more that share a file, and some that keep their bytes in the database. */
record AttachmentTable(Attachments files) {
    private static final int IN_DATABASE = 7;

    static Table referringTo(Attachments files) {
        return new AttachmentTable(files).table();
    }

    private Table table() {
        return withId(
                        "ir_attachment",
                        RowCount.exactly(files.count() + sharing() + IN_DATABASE),
                        varchar("name", numbered("attachment ", "")).notNull(),
                        varchar("res_model", always("sale.order")),
                        reference("res_id", "sale_order"),
                        varchar("type", always("binary")).notNull(),
                        Column.of("url", "character varying(1024)", Values.nothing()),
                        varchar("store_fname", ofFile((row, file) -> row.line().raw(file.storeName()))),
                        Column.of(
                                "checksum",
                                "character varying(40)",
                                ofFile((row, file) -> row.line().raw(file.checksum()))),
                        varchar("mimetype", ofFile((row, file) -> row.line().raw(file.mimetype()))),
                        integer("file_size", ofFile((row, file) -> row.line().number(file.size()))),
                        Column.of(
                                "db_datas",
                                "bytea",
                                row -> row.line().text(file(row).isPresent() ? null : "\\x4f646f6f")),
                        bool("public", no()),
                        reference("company_id", "res_company", always("1")),
                        moment("create_date"),
                        moment("write_date"))
                .index("ir_attachment_store_fname_index (store_fname)")
                .index("ir_attachment_res_idx (res_model, res_id)");
    }

    /** One row in twenty has another's content. */
    private int sharing() {
        return files.count() / 20;
    }

    private Optional<Attachments.Attachment> file(Row row) {
        if (row.id() > files.count() + sharing()) {
            return Optional.empty();
        }
        return Optional.of(files.at((int) ((row.id() - 1) % files.count())));
    }

    private Value ofFile(BiConsumer<Row, Attachments.Attachment> value) {
        return row -> file(row)
                .ifPresentOrElse(
                        file -> value.accept(row, file), () -> row.line().text(null));
    }
}
