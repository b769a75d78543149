package io.bemade.odoo.activities.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is in a database that only a superuser could make again in another one, or that its own role may not read. */
final class CopyObstacles {
    /** Servers before 13 trust no extension. */
    private static final String EXTENSIONS = """
            SELECT v.name FROM pg_catalog.pg_available_extension_versions v
              JOIN pg_catalog.pg_available_extensions e ON e.name = v.name AND e.default_version = v.version
             WHERE NOT v.superuser OR coalesce((pg_catalog.to_jsonb(v) ->> 'trusted')::boolean, false)
            """;

    private static final String INSTALLED = "SELECT extname FROM pg_catalog.pg_extension WHERE oid >= 16384";

    private static final String OF_A_SUPERUSER = """
            WITH member AS (SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e')
            SELECT 'event trigger ' || evtname FROM pg_catalog.pg_event_trigger
             WHERE oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_event_trigger'::regclass)
            UNION ALL
            SELECT 'publication ' || pubname || ' of all tables' FROM pg_catalog.pg_publication WHERE puballtables
            UNION ALL
            SELECT 'publication ' || pubname || ' of schemas' FROM pg_catalog.pg_publication p
             WHERE EXISTS (SELECT FROM pg_catalog.pg_depend d
                            WHERE d.classid = pg_catalog.to_regclass('pg_catalog.pg_publication_namespace')
                              AND d.refclassid = 'pg_publication'::regclass AND d.refobjid = p.oid)
            UNION ALL
            SELECT 'function ' || p.oid::regprocedure
              FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
             WHERE p.oid >= 16384 AND NOT l.lanpltrusted AND l.lanname <> 'sql'
               AND p.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass)
            UNION ALL
            SELECT 'type ' || t.oid::regtype
              FROM pg_catalog.pg_type t
             WHERE t.oid >= 16384 AND t.typtype = 'b' AND t.typinput <> 'array_in'::regproc
               AND t.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass)
            UNION ALL
            SELECT 'operator family ' || f.opfname FROM pg_catalog.pg_opfamily f
             WHERE f.oid >= 16384 AND f.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_opfamily'::regclass)
            UNION ALL
            SELECT 'foreign server ' || srvname FROM pg_catalog.pg_foreign_server
            UNION ALL
            SELECT 'function unaccent, which was made IMMUTABLE and which others are built on,'
             WHERE EXISTS (SELECT FROM pg_catalog.pg_proc p
                             JOIN pg_catalog.pg_depend e ON e.classid = 'pg_proc'::regclass AND e.objid = p.oid
                                                        AND e.deptype = 'e'
                             JOIN pg_catalog.pg_depend u ON u.refclassid = 'pg_proc'::regclass AND u.refobjid = p.oid
                                                        AND u.deptype IN ('n', 'a')
                            WHERE p.proname = 'unaccent' AND p.provolatile = 'i')
            LIMIT 1
            """;

    private static final String UNREADABLE = """
            SELECT 'table ' || c.oid::regclass
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'S') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
               AND c.relpersistence <> 't'
               AND (NOT pg_catalog.has_schema_privilege(?, n.oid, 'USAGE')
                    OR NOT CASE WHEN c.relkind = 'S' THEN pg_catalog.has_sequence_privilege(?, c.oid, 'SELECT')
                                ELSE pg_catalog.has_table_privilege(?, c.oid, 'SELECT') END
                    OR (c.relrowsecurity AND (c.relforcerowsecurity
                                              OR NOT pg_catalog.pg_has_role(?, c.relowner, 'USAGE'))))
            UNION ALL
            SELECT 'large object ' || oid FROM pg_catalog.pg_largeobject_metadata
             WHERE NOT pg_catalog.pg_has_role(?, lomowner, 'USAGE')
            LIMIT 1
            """;

    private final Set<String> extensions;

    /** @param extensions that a plain owner of the copy may create */
    CopyObstacles(Set<String> extensions) {
        this.extensions = extensions;
    }

    static Set<String> extensions(Connection admin) throws SQLException {
        return Set.copyOf(Sql.column(admin, EXTENSIONS));
    }

    /** One sentence about the first that is found. */
    Optional<String> first(Connection source, String role) throws SQLException {
        for (String extension : Sql.column(source, INSTALLED)) {
            if (!extensions.contains(extension)) {
                return Optional.of("extension " + extension + " may be created by superusers only");
            }
        }
        List<String> superuser = Sql.column(source, OF_A_SUPERUSER);
        if (!superuser.isEmpty()) {
            return Optional.of(superuser.get(0) + " may be made by superusers only");
        }
        return Sql.column(source, UNREADABLE, role, role, role, role, role).stream()
                .findFirst()
                .map(object -> object + " may not be read in full by role " + role);
    }
}
