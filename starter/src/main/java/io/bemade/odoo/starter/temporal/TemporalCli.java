package io.bemade.odoo.starter.temporal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bemade.odoo.workflows.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The same order as a line for Temporal's own command line. */
public final class TemporalCli {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private TemporalCli() {}

    public static String start(Order order, Connection connection) {
        List<String> words = new ArrayList<>(List.of("temporal", "workflow", "start"));
        words.addAll(List.of("--address", connection.server()));
        words.addAll(List.of("--namespace", connection.namespace()));
        words.addAll(List.of("--type", order.type()));
        words.addAll(List.of("--task-queue", connection.taskQueue()));
        words.addAll(List.of("--workflow-id", order.workflowId()));
        words.addAll(List.of("--id-conflict-policy", "UseExisting"));
        words.addAll(List.of("--id-reuse-policy", "AllowDuplicateFailedOnly"));
        if (!order.delay().isZero()) {
            words.addAll(List.of("--start-delay", order.delay().toSeconds() + "s"));
        }
        words.addAll(List.of("--static-summary", order.summary()));
        words.addAll(List.of("--input", json(order.request())));
        return words.stream().map(TemporalCli::quoted).collect(Collectors.joining(" "));
    }

    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String json(Object request) {
        try {
            return Json.mapper().writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request could not be written as JSON", e);
        }
    }
}
