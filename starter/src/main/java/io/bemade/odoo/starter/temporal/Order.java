package io.bemade.odoo.starter.temporal;

import io.bemade.odoo.workflows.model.InstanceRef;
import java.time.Duration;
import java.util.Locale;

/**
 * An operation to be started.
 *
 * @param type workflow type
 * @param name tells this request from others on the instance: the same name again is the same operation
 * @param request the one JSON object
 * @param delay how long Temporal holds it back; zero = now
 * @param summary one line for the Web UI
 */
public record Order(String type, InstanceRef instance, String name, Object request, Duration delay, String summary) {
    public String workflowId() {
        return type.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + "/" + instance + "/" + name;
    }
}
