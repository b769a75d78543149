package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the production's database is copied. */
public enum CopyStrategy {
    /** While it serves, unless nobody works in it, a pause is allowed, or there is no other way. */
    @JsonProperty("auto")
    AUTO,
    /** By the server, whose sessions end and wait meanwhile. */
    @JsonProperty("template")
    TEMPLATE,
    /** While it serves, and nobody notices. */
    @JsonProperty("online")
    ONLINE
}
