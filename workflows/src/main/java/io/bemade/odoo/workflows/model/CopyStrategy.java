package io.bemade.odoo.workflows.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who decides how a database is copied. */
public enum CopyStrategy {
    /** {@code template} where nobody works in it or a pause is allowed, else {@code online}. */
    @JsonProperty("auto")
    AUTO,
    /** See {@link CopyWay#TEMPLATE}. */
    @JsonProperty("template")
    TEMPLATE,
    /** See {@link CopyWay#ONLINE}. */
    @JsonProperty("online")
    ONLINE
}
