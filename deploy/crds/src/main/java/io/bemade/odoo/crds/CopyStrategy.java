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
    /** Row by row while it serves: no session ends, and no statement waits for it longer than some seconds. */
    @JsonProperty("online")
    ONLINE;

    /** What the custom resources say of it, for a person. */
    static final String DESCRIPTION =
            " online: while it serves, no session ends. template: faster, and its sessions end and"
                    + " wait meanwhile. auto: online while somebody works in it, where that can be done, else template.";

    /** What they say of the pause that {@link #TEMPLATE} makes. */
    static final String ALLOW_FREEZE =
            "Whether production's sessions may end and wait while its database is copied: auto"
                    + " takes template then.";
}
