package io.bemade.odoo.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The difference between two objects as a JSON merge patch (RFC 7386): null takes away, a list is replaced as a whole. */
final class MergePatch {
    private MergePatch() {}

    /** Empty when they are equal. */
    static ObjectNode between(JsonNode before, JsonNode after) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        before.fieldNames().forEachRemaining(name -> {
            if (!after.has(name)) {
                patch.putNull(name);
            }
        });
        after.properties().forEach(field -> put(patch, field.getKey(), before.path(field.getKey()), field.getValue()));
        return patch;
    }

    private static void put(ObjectNode patch, String name, JsonNode before, JsonNode after) {
        if (before.isObject() && after.isObject()) {
            ObjectNode inner = between(before, after);
            if (!inner.isEmpty()) {
                patch.set(name, inner);
            }
        } else if (!before.equals(after)) {
            patch.set(name, after);
        }
    }
}
