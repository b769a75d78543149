package io.bemade.odoo.sample;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The statements around the data. */
final class Structure {
    private final Options options;
    private final List<Table> tables;

    Structure(Options options, List<Table> tables) {
        this.options = options;
        this.tables = tables;
    }

    String beforeData() {
        StringBuilder sql = new StringBuilder(header());
        List<Table> parentsFirst = tables.stream()
                .sorted((one, other) ->
                        Boolean.compare(one.parent().isPresent(), other.parent().isPresent()))
                .toList();
        for (Table table : parentsFirst) {
            sql.append(create(table));
            if (table.hasId() && table.parent().isEmpty()) {
                sql.append(sequence(table));
            }
        }
        tables.stream().filter(Table::hasId).forEach(table -> sql.append(idDefault(table)));
        return sql.append(view()).toString();
    }

    String copy(Table table) {
        String columns = table.columns().stream().map(Column::quoted).collect(Collectors.joining(", "));
        return comment("Data for Name: " + table.name(), "TABLE DATA") + "COPY " + table.quoted() + " (" + columns
                + ") FROM stdin;\n";
    }

    String afterData(ToLongFunction<String> counts) {
        StringBuilder sql = new StringBuilder();
        tables.stream()
                .filter(Table::hasId)
                .filter(table -> table.parent().isEmpty())
                .forEach(table -> sql.append(sequenceValue(table, counts)));
        tables.forEach(table -> sql.append(keys(table)));
        tables.forEach(table -> sql.append(indexes(table)));
        tables.forEach(table -> sql.append(foreignKeys(table)));
        return sql.append(footer()).toString();
    }

    private String header() {
        return """
                --
                -- PostgreSQL database dump
                --

                \\restrict %s

                -- Dumped from database version %d.6
                -- Dumped by pg_dump version %d.6

                SET statement_timeout = 0;
                SET lock_timeout = 0;
                SET idle_in_transaction_session_timeout = 0;
                %sSET client_encoding = 'UTF8';
                SET standard_conforming_strings = on;
                SELECT pg_catalog.set_config('search_path', '', false);
                SET check_function_bodies = false;
                SET xmloption = content;
                SET client_min_messages = warning;
                SET row_security = off;

                --
                -- Name: pg_trgm; Type: EXTENSION; Schema: -; Owner: -
                --

                CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;


                --
                -- Name: EXTENSION pg_trgm; Type: COMMENT; Schema: -; Owner: -
                --

                COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';


                --
                -- Name: unaccent; Type: EXTENSION; Schema: -; Owner: -
                --

                CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;


                --
                -- Name: EXTENSION unaccent; Type: COMMENT; Schema: -; Owner: -
                --

                COMMENT ON EXTENSION unaccent IS 'text search dictionary that removes accents';


                --
                -- Name: sample_total(integer); Type: FUNCTION; Schema: public; Owner: -
                --

                CREATE FUNCTION public.sample_total(partner integer) RETURNS numeric
                    LANGUAGE plpgsql STABLE
                    AS $$
                DECLARE
                    total numeric; -- not the end; nor is this: \\.
                BEGIN
                    SELECT sum(amount_total) INTO total FROM public.sale_order WHERE partner_id = partner;
                    RETURN COALESCE(total, 0);
                END;
                $$;


                SET default_tablespace = '';

                SET default_table_access_method = heap;

                """.formatted(
                        token(),
                        options.postgresMajor(),
                        options.postgresMajor(),
                        options.postgresMajor() < 17 ? "" : "SET transaction_timeout = 0;\n");
    }

    private String footer() {
        return """
                --
                -- Name: SCHEMA public; Type: ACL; Schema: -; Owner: -
                --

                REVOKE USAGE ON SCHEMA public FROM PUBLIC;
                GRANT ALL ON SCHEMA public TO PUBLIC;


                --
                -- PostgreSQL database dump complete
                --

                \\unrestrict %s

                """.formatted(token());
    }

    /** psql takes no command from the script but the {@code \\unrestrict} with the same word. */
    private String token() {
        byte[] bytes = new byte[32];
        new SplittableRandom(options.seed()).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).substring(1);
    }

    private static String create(Table table) {
        String columns = table.own().stream()
                .map(column -> "    " + column.quoted() + " " + column.type() + (column.required() ? " NOT NULL" : ""))
                .collect(Collectors.joining(",\n"));
        String inherits = table.parent()
                .map(parent -> "\nINHERITS (public." + Sql.name(parent) + ")")
                .orElse("");
        return comment("Name: " + table.name(), "TABLE")
                + "CREATE TABLE " + table.quoted() + " (\n" + columns + "\n)" + inherits + ";\n\n\n"
                + comment("Name: TABLE " + Sql.name(table.name()), "COMMENT")
                + "COMMENT ON TABLE " + table.quoted() + " IS 'Sample; not Odoo''s own';\n\n\n";
    }

    private static String sequence(Table table) {
        String sequence = "public." + Sql.name(table.sequence());
        return comment("Name: " + table.sequence(), "SEQUENCE")
                + "CREATE SEQUENCE " + sequence
                + """

                    AS integer
                    START WITH 1
                    INCREMENT BY 1
                    NO MINVALUE
                    NO MAXVALUE
                    CACHE 1;


                """
                + comment("Name: " + table.sequence(), "SEQUENCE OWNED BY")
                + "ALTER SEQUENCE " + sequence + " OWNED BY " + table.quoted() + ".id;\n\n\n";
    }

    private static String idDefault(Table table) {
        return comment("Name: " + table.name() + " id", "DEFAULT")
                + "ALTER TABLE ONLY " + table.quoted() + " ALTER COLUMN id SET DEFAULT nextval('public."
                + Sql.name(table.sequence()) + "'::regclass);\n\n\n";
    }

    private static String view() {
        return comment("Name: sale_report", "VIEW") + """
                CREATE VIEW public.sale_report AS
                 SELECT o.partner_id,
                    p.name,
                    count(*) AS orders,
                    sum(o.amount_total) AS total,
                    'a;b'::text AS note
                   FROM (public.sale_order o
                     JOIN public.res_partner p ON ((p.id = o.partner_id)))
                  GROUP BY o.partner_id, p.name;


                """;
    }

    private static String sequenceValue(Table table, ToLongFunction<String> counts) {
        long count = counts.applyAsLong(table.name());
        return comment("Name: " + table.sequence(), "SEQUENCE SET")
                + "SELECT pg_catalog.setval('public." + Sql.name(table.sequence()) + "', " + Math.max(1, count) + ", "
                + (count > 0) + ");\n\n\n";
    }

    private static String keys(Table table) {
        StringBuilder sql = new StringBuilder();
        if (table.hasId()) {
            sql.append(constraint(table, table.name() + "_pkey PRIMARY KEY (id)", "CONSTRAINT"));
        }
        table.constraints().forEach(constraint -> sql.append(constraint(table, constraint, "CONSTRAINT")));
        return sql.toString();
    }

    private static String foreignKeys(Table table) {
        return table.own().stream()
                .flatMap(column -> column.references().stream()
                        .map(other -> constraint(
                                table,
                                Sql.name(table.name() + "_" + column.name() + "_fkey") + " FOREIGN KEY ("
                                        + column.quoted() + ") REFERENCES public." + Sql.name(other)
                                        + "(id) ON DELETE " + (column.required() ? "RESTRICT" : "SET NULL"),
                                "FK CONSTRAINT")))
                .collect(Collectors.joining());
    }

    private static String constraint(Table table, String constraint, String type) {
        String name = constraint.substring(0, constraint.indexOf(' '));
        return comment("Name: " + table.name() + " " + name, type) + "ALTER TABLE ONLY " + table.quoted()
                + "\n    ADD CONSTRAINT " + constraint + ";\n\n\n";
    }

    private static String indexes(Table table) {
        return table.indexes().stream()
                .map(index -> {
                    boolean unique = index.startsWith("UNIQUE ");
                    String rest = unique ? index.substring("UNIQUE ".length()) : index;
                    String name = rest.substring(0, rest.indexOf(' '));
                    String what = rest.substring(name.length() + 1);
                    String method = what.startsWith("USING") ? what : "USING btree " + what;
                    return comment("Name: " + name, "INDEX") + "CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + name
                            + " ON " + table.quoted() + " " + method + ";\n\n\n";
                })
                .collect(Collectors.joining());
    }

    private static String comment(String what, String type) {
        return "--\n-- " + what + "; Type: " + type + "; Schema: public; Owner: -\n--\n\n";
    }
}
