package io.bemade.odoo.workflows.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a database is copied. */
public enum CopyWay {
    /** By the server itself, from its files; who works in the database is sent away first, and waits. */
    @JsonProperty("template")
    TEMPLATE,
    /** As it was at one moment, row by row, while it serves; no session ends. */
    @JsonProperty("online")
    ONLINE
}
