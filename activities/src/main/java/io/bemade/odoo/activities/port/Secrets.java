package io.bemade.odoo.activities.port;

/** Where secrets are kept. Read afresh each time, so that a rotated secret counts at once. */
public interface Secrets {
    /**
     * @param namespace the instance's namespace; a platform without namespaces of its own may ignore it
     * @throws io.bemade.odoo.workflows.model.OrchestratorException {@code NOT_FOUND} naming the secret and where it was looked
     *     for; {@code ACCESS_DENIED} when its file is readable by others than its owner
     */
    Secret get(String namespace, String name);
}
