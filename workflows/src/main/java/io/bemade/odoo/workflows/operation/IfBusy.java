package io.bemade.odoo.workflows.operation;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What to do when another operation holds the instance. */
public enum IfBusy {
    /** Wait, in order of arrival. */
    @JsonProperty("queue")
    QUEUE,
    /** Refuse at once, naming the holder. */
    @JsonProperty("fail")
    FAIL
}
