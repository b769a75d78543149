package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kinds of sources of a restore. */
public enum SourceType {
    @JsonProperty("s3")
    S3,
    @JsonProperty("existingDatabase")
    EXISTING_DATABASE,
    @JsonProperty("instance")
    INSTANCE
}
