package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.workflows.model.StoragePair;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.postgresql.PGConnection;

/**
 * The role that owns a database while it is built, and that everything a dump brings runs as. It may do nothing outside
 * this database. Its password is derived from the administrator's, so that every attempt on every worker knows it and it
 * is stored nowhere.
 */
record BuilderRole(String name, String password) {
    static final String PREFIX = "odooctl_builder_";

    static BuilderRole of(StoragePair pair, String adminPassword) {
        return new BuilderRole(
                PREFIX + pair.suffix(), derive(adminPassword, pair.database().value()));
    }

    /** The role comes with its mark or not at all, so that one whose operation died before the next step is found. */
    void ensure(Connection admin, Mark mark, int major) throws SQLException {
        admin.setAutoCommit(false);
        if (!exists(admin)) {
            Sql.execute(admin, "CREATE ROLE " + Sql.identifier(name) + " LOGIN");
        }
        Sql.execute(admin, "COMMENT ON ROLE " + Sql.identifier(name) + " IS " + Sql.literal(mark.text()));
        setPassword(admin);
        // Since 16 a creator may administer a role without being able to act as it; older servers know no such options.
        Sql.execute(
                admin,
                "GRANT " + Sql.identifier(name) + " TO CURRENT_USER"
                        + (major >= 16 ? " WITH SET TRUE, INHERIT TRUE" : ""));
        admin.commit();
        admin.setAutoCommit(true);
    }

    void setPassword(Connection admin) throws SQLException {
        // Hashed here: in a statement's text it could be logged.
        char[] clear = password.toCharArray();
        admin.unwrap(PGConnection.class).alterUserPassword(name, clear, null);
    }

    boolean exists(Connection admin) throws SQLException {
        return Sql.exists(admin, "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ?", name);
    }

    void drop(Connection admin) throws SQLException {
        Sql.execute(admin, "DROP ROLE IF EXISTS " + Sql.identifier(name));
    }

    private static String derive(String key, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(("builder:" + purpose).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
