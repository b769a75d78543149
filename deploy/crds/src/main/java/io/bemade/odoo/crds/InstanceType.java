package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an instance is for. Everything but production gets neutralized copies. */
public enum InstanceType {
    @JsonProperty("production")
    PRODUCTION,
    @JsonProperty("staging")
    STAGING,
    @JsonProperty("development")
    DEVELOPMENT
}
