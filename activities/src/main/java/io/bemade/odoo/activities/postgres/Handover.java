package io.bemade.odoo.activities.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Gives the objects of a copied database to another role, each by a statement of its own: {@code REASSIGN OWNED} would also
 * take every database of the former owner, the original included.
 */
final class Handover {
    /** Schemas first: who owns one may have objects in it. Extensions and what belongs to them have no owner to be changed. */
    private static final String STATEMENTS = """
            SELECT statement FROM (
            SELECT 1 AS step, n.oid, pg_catalog.format('ALTER SCHEMA %1$I OWNER TO %2$s', n.nspname, r.target) AS statement
              FROM pg_catalog.pg_namespace n, r WHERE n.nspowner = r.source AND n.nspname !~ '^pg_'
            UNION ALL
            SELECT 2, c.oid, 'ALTER ' || CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                                           WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'c' THEN 'TYPE'
                                           ELSE 'TABLE' END
                   || pg_catalog.format(' %I.%I OWNER TO %s', n.nspname, c.relname, r.target)
              FROM r, pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relowner = r.source AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND n.nspname !~ '^pg_'
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                                  AND (d.deptype = 'e' OR (c.relkind = 'S' AND d.deptype IN ('a', 'i'))))
            UNION ALL
            SELECT 3, p.oid, pg_catalog.format('ALTER ROUTINE %I.%I(%s) OWNER TO %s', n.nspname, p.proname,
                                        pg_catalog.pg_get_function_identity_arguments(p.oid), r.target)
              FROM r, pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
             WHERE p.proowner = r.source
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
            UNION ALL
            SELECT 4, t.oid, pg_catalog.format('ALTER %s %I.%I OWNER TO %s',
                                        CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, n.nspname, t.typname, r.target)
              FROM r, pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
             WHERE t.typowner = r.source AND t.typtype IN ('d', 'e', 'r')
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
            UNION ALL
            SELECT 5, l.oid, pg_catalog.format('ALTER LARGE OBJECT %s OWNER TO %s', l.oid, r.target)
              FROM r, pg_catalog.pg_largeobject_metadata l WHERE l.lomowner = r.source
            UNION ALL
            SELECT 6, s.oid, pg_catalog.format('ALTER STATISTICS %I.%I OWNER TO %s', n.nspname, s.stxname, r.target)
              FROM r, pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
             WHERE s.stxowner = r.source
            ) all_of_them ORDER BY step, oid
            """;

    private static final String WITH_ROLES = """
            WITH r AS (SELECT oid AS source, pg_catalog.quote_ident(?) AS target FROM pg_catalog.pg_roles WHERE rolname = ?)
            """;

    private static final String LEFT = """
            SELECT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)
              FROM pg_catalog.pg_shdepend d
             WHERE d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
               AND d.refclassid = 'pg_catalog.pg_authid'::regclass AND d.deptype = 'o'
               AND d.refobjid = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
               AND d.classid <> 'pg_catalog.pg_extension'::regclass
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend e
                                WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')
             LIMIT 20
            """;

    private final String from;
    private final String to;

    Handover(String from, String to) {
        this.from = from;
        this.to = to;
    }

    /** @return what still belongs to the former owner, one sentence each */
    List<String> run(Connection connection) throws SQLException {
        Sql.executeAll(connection, Sql.column(connection, WITH_ROLES + STATEMENTS, to, from));
        return Sql.column(connection, LEFT, from).stream()
                .map(object -> "In the copy, " + object + " still belongs to role " + from
                        + ": objects of its kind are not handed over")
                .toList();
    }
}
