package io.bemade.odoo.workflows.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database and a filestore that belong together: created, switched and deleted together.
 *
 * @param server name of the PostgreSQL server that holds the database, as the platform's configuration calls it
 */
public record StoragePair(InstanceRef instance, String server, DatabaseName database, FilestoreName filestore) {
    private static final Pattern SUFFIX = Pattern.compile(".*-([0-9a-f]{8})");

    /** The last eight hex digits, which a pair made by this product has in both names; else the whole database name. */
    public String suffix() {
        Matcher made = SUFFIX.matcher(database.value());
        return made.matches() ? made.group(1) : database.value();
    }

    /** Whether the other one's rows are the same ones, whatever its filestore is called. */
    public boolean sharesDatabaseWith(StoragePair other) {
        return server.equals(other.server) && database.equals(other.database);
    }

    @Override
    public String toString() {
        return database.value();
    }
}
