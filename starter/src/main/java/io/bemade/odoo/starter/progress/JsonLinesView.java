package io.bemade.odoo.starter.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bemade.odoo.workflows.model.Json;
import java.io.PrintWriter;

/** Each snapshot as one line of JSON. */
public final class JsonLinesView implements ProgressView {
    private final PrintWriter out;

    public JsonLinesView(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(Snapshot snapshot) {
        try {
            out.println(Json.mapper().writeValueAsString(snapshot));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a snapshot could not be written as JSON", e);
        }
    }

    @Override
    public void close() {}
}
