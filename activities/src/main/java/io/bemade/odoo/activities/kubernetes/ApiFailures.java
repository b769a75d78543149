package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;

/** What the API server's refusals mean. */
final class ApiFailures {
    private static final int LONGEST = 500;

    private ApiFailures() {}

    /** @param what could not be done: a whole clause, such as {@code claim x could not be made} */
    static <T> T translating(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw of(what, e);
        }
    }

    /** The server's own sentence says verb, resource and namespace of what it forbids. */
    static OrchestratorException of(String what, KubernetesClientException e) {
        ErrorCode code = code(e);
        String reason = reason(e);
        return switch (code) {
            case ACCESS_DENIED ->
                new OrchestratorException(
                        code, what + ", for " + reason + ": the role of the worker's service account must allow it", e);
            case UNAVAILABLE ->
                new OrchestratorException(code, what + ", for the Kubernetes API says at the moment: " + reason, e);
            default -> new OrchestratorException(code, what + ": " + reason, e);
        };
    }

    private static ErrorCode code(KubernetesClientException e) {
        return switch (e.getCode()) {
            case 401 -> ErrorCode.ACCESS_DENIED;
            case 403 -> reason(e).contains("exceeded quota") ? ErrorCode.NO_SPACE : ErrorCode.ACCESS_DENIED;
            case 404 -> ErrorCode.NOT_FOUND;
            case 400, 422 -> ErrorCode.INVALID_REQUEST;
            default -> ErrorCode.UNAVAILABLE;
        };
    }

    static String reason(KubernetesClientException e) {
        String answer = e.getStatus() == null ? null : e.getStatus().getMessage();
        String reason = answer == null || answer.isBlank() ? String.valueOf(e.getMessage()) : answer;
        return shortened(reason.lines().findFirst().orElse(reason).strip());
    }

    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
