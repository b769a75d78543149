package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.workflows.model.StoragePair;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The role that owns a database while it is built, and that everything a dump brings runs as. It may do nothing outside
 * this database. Its password is derived from the administrator's, so that every attempt on every worker knows it and it
 * is stored nowhere.
 */
record BuilderRole(String name, String password) {
    static BuilderRole of(StoragePair pair, String adminPassword) {
        return new BuilderRole(
                "odooctl_builder_" + pair.suffix(),
                derive(adminPassword, pair.database().value()));
    }

    void ensure(Connection admin, int major) throws SQLException {
        String attributes = " LOGIN PASSWORD " + Sql.literal(password);
        Sql.execute(admin, (exists(admin) ? "ALTER" : "CREATE") + " ROLE " + Sql.identifier(name) + attributes);
        // Since 16 a creator may administer a role without being able to act as it; older servers know no such options.
        Sql.execute(
                admin,
                "GRANT " + Sql.identifier(name) + " TO CURRENT_USER"
                        + (major >= 16 ? " WITH SET TRUE, INHERIT TRUE" : ""));
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
