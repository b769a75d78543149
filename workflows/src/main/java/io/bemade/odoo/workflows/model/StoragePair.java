package io.bemade.odoo.workflows.model;

/**
 * A database and a filestore that belong together: created, switched and deleted together.
 *
 * @param server name of the PostgreSQL server that holds the database, as the platform's configuration calls it
 */
public record StoragePair(InstanceRef instance, String server, DatabaseName database, FilestoreName filestore) {
    /** The last eight hex digits, which a pair made by this product has in both names; else the whole database name. */
    public String suffix() {
        String name = database.value();
        return name.substring(name.lastIndexOf('-') + 1);
    }

    @Override
    public String toString() {
        return database.value();
    }
}
