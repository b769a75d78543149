package io.bemade.odoo.sample;

/** What stands in a column: writes exactly one value. */
interface Value {
    void write(Row row);
}
