package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kinds of sources that a new instance can begin with; another instance is named by {@code stagingConfig}. */
public enum InitialSourceType {
    @JsonProperty("s3")
    S3,
    @JsonProperty("existingDatabase")
    EXISTING_DATABASE
}
