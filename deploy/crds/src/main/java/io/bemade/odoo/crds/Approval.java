package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who decides that an instance is switched to its new pair. */
public enum Approval {
    /** The proofs alone. */
    @JsonProperty("automatic")
    AUTOMATIC,
    /** The proofs, then a person. */
    @JsonProperty("manual")
    MANUAL
}
