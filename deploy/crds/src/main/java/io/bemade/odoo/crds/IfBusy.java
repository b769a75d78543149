package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an operation does while another one works on the instance. */
public enum IfBusy {
    @JsonProperty("queue")
    QUEUE,

    @JsonProperty("fail")
    FAIL
}
