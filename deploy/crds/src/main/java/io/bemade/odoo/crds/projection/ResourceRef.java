package io.bemade.odoo.crds.projection;

/**
 * The custom resource that asked for an operation. The watcher gives it to the workflow as the memo {@link #MEMO}, one
 * JSON object, so that the operation's activities know whose status to write.
 *
 * @param kind such as {@code OdooInstanceRestore}
 * @param uid tells it from a later one of the same name
 */
public record ResourceRef(String kind, String namespace, String name, String uid) {
    /** Key in the workflow's memo. Absent: somebody else started the operation. */
    public static final String MEMO = "odooResource";

    @Override
    public String toString() {
        return kind + " " + namespace + "/" + name;
    }
}
