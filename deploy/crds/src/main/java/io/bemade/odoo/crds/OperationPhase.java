package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far an operation is, in the words of {@code kubectl get}. */
public enum OperationPhase {
    @JsonProperty("Scheduled")
    SCHEDULED,
    @JsonProperty("Pending")
    PENDING,
    @JsonProperty("InProgress")
    IN_PROGRESS,
    @JsonProperty("AwaitingApproval")
    AWAITING_APPROVAL,
    @JsonProperty("Completed")
    COMPLETED,
    @JsonProperty("Failed")
    FAILED,
    @JsonProperty("Cancelled")
    CANCELLED
}
