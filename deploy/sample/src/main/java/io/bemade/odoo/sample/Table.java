package io.bemade.odoo.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table of the sample.
 *
 * @param parent the table it inherits columns from
 * @param inherited the columns the parent declares
 * @param own the columns it declares itself
 * @param constraints what stands behind {@code ADD CONSTRAINT}, its primary key apart
 * @param indexes what stands behind {@code CREATE [UNIQUE] INDEX}
 */
record Table(
        String name,
        RowCount count,
        Optional<String> parent,
        List<Column> inherited,
        List<Column> own,
        List<String> constraints,
        List<String> indexes) {
    static Table of(String name, RowCount count, Column... columns) {
        return new Table(name, count, Optional.empty(), List.of(), List.of(columns), List.of(), List.of());
    }

    /** With the id that nearly all tables of Odoo have. */
    static Table withId(String name, RowCount count, Column... columns) {
        Column id = Column.integer("id", Values.id()).notNull();
        return of(name, count, Stream.concat(Stream.of(id), Stream.of(columns)).toArray(Column[]::new));
    }

    Table inheriting(Table ancestor, Value... values) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Column declared = ancestor.own.get(i);
            columns.add(Column.of(declared.name(), declared.type(), values[i]));
        }
        return new Table(name, count, Optional.of(ancestor.name), columns, own, constraints, indexes);
    }

    Table column(Column more) {
        List<Column> columns = Stream.concat(own.stream(), Stream.of(more)).toList();
        return new Table(name, count, parent, inherited, columns, constraints, indexes);
    }

    Table constraint(String constraint) {
        return new Table(name, count, parent, inherited, own, with(constraints, constraint), indexes);
    }

    Table index(String index) {
        return new Table(name, count, parent, inherited, own, constraints, with(indexes, index));
    }

    List<Column> columns() {
        return Stream.concat(inherited.stream(), own.stream()).toList();
    }

    boolean hasId() {
        return columns().get(0).name().equals("id");
    }

    /** Whose sequence numbers its rows. */
    String sequence() {
        return parent.orElse(name) + "_id_seq";
    }

    String quoted() {
        return "public." + Sql.name(name);
    }

    private static List<String> with(List<String> list, String more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }
}
