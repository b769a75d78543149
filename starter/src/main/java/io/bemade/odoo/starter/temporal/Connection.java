package io.bemade.odoo.starter.temporal;

import io.temporal.client.WorkflowClient;

/**
 * A Temporal that answers.
 *
 * @param server {@code host:port}, for messages
 * @param taskQueue where our workers listen
 * @param onClose ends the connection; nothing when it belongs to somebody else
 */
public record Connection(WorkflowClient client, String server, String taskQueue, Runnable onClose)
        implements AutoCloseable {
    public String namespace() {
        return client.getOptions().getNamespace();
    }

    @Override
    public void close() {
        onClose.run();
    }
}
