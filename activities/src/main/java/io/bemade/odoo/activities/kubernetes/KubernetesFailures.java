package io.bemade.odoo.activities.kubernetes;

import com.fasterxml.jackson.core.JacksonException;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the API server's refusals mean, said once. */
final class KubernetesFailures {
    static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private static final int LONGEST = 500;
    private static final int TRIES = 20;

    /** The server says best what is missing: a patch may have failed at the look before it. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "User \"([^\"]*)\" cannot (\\S+) resource \"([^\"]*)\" in API group \"([^\"]*)\"(?: in the namespace \"([^\"]*)\")?");

    private KubernetesFailures() {}

    /**
     * What is asked of the API server.
     *
     * @param resource as a role names it: {@code deployments.apps}
     * @param namespace empty for the whole cluster
     * @param name empty for all of them
     */
    record Call(String verb, String resource, String namespace, String name) {
        /** {@code deployments.apps erp in namespace shop}. */
        String object() {
            return (resource + " " + name).strip() + place();
        }

        private String place() {
            return namespace.isEmpty() ? " in the whole cluster" : " in namespace " + namespace;
        }
    }

    /** @throws OrchestratorException for everything that the client throws */
    static <T> T attempt(Call call, Supplier<T> work) {
        try {
            return work.get();
        } catch (KubernetesClientException e) {
            throw translated(call, e);
        }
    }

    /** The same for something that must be there; the client gives nothing for what is not. */
    static <T> T require(Call call, Supplier<@Nullable T> work) {
        T found = attempt(call, () -> Optional.ofNullable(work.get())).orElse(null);
        if (found == null) {
            throw missing(call, null);
        }
        return found;
    }

    /**
     * For a change that holds only if nobody changed the thing since it was read: when somebody did, or deleted it, it is read
     * and thought over again.
     *
     * @param change reads, judges and writes; of what the client throws only the write's comes out of it
     */
    static void contended(Call call, Runnable change) {
        for (int attempt = 1; ; attempt++) {
            try {
                change.run();
                return;
            } catch (KubernetesClientException e) {
                if (!changedMeanwhile(e) || attempt == TRIES) {
                    throw translated(call, e);
                }
            }
        }
    }

    private static boolean changedMeanwhile(KubernetesClientException e) {
        return e.getCode() == CONFLICT || e.getCode() == NOT_FOUND;
    }

    /** Asks elsewhere what may not be looked at. */
    static <T> T unlessDenied(Supplier<T> look, Supplier<T> otherwise) {
        try {
            return look.get();
        } catch (OrchestratorException e) {
            if (e.code() == ErrorCode.ACCESS_DENIED) {
                return otherwise.get();
            }
            throw e;
        }
    }

    static OrchestratorException translated(Call call, KubernetesClientException e) {
        return switch (e.getCode()) {
            case 401 ->
                new OrchestratorException(
                        ErrorCode.ACCESS_DENIED,
                        "the API server does not accept our token or certificate (" + call.verb() + " " + call.object()
                                + "): renew it",
                        e);
            case 403 -> said(e).contains("exceeded quota") ? full(call, e) : forbidden(call, e);
            case NOT_FOUND -> missing(call, e);
            case CONFLICT, 429 -> unavailable(call, "it says " + said(e), e);
            case 422 ->
                new OrchestratorException(
                        ErrorCode.INVALID_REQUEST, "the API server refuses " + call.object() + ": " + said(e), e);
            default -> unexpected(call, e);
        };
    }

    /** Without a status there was no answer, or one that we do not understand. */
    private static OrchestratorException unexpected(Call call, KubernetesClientException e) {
        if (e.getCode() >= 500) {
            return unavailable(call, "it says " + said(e), e);
        }
        if (e.getCode() <= 0 && !misunderstood(e)) {
            return unavailable(call, "it does not answer", e);
        }
        return new OrchestratorException(
                ErrorCode.BROKEN,
                "we and the API server do not understand each other: " + call.verb() + " " + call.object() + " ("
                        + e.getCode() + ")",
                e);
    }

    private static boolean misunderstood(@Nullable Throwable e) {
        return e != null && (e instanceof JacksonException || misunderstood(e.getCause()));
    }

    private static OrchestratorException missing(Call call, @Nullable Exception e) {
        return new OrchestratorException(
                ErrorCode.NOT_FOUND,
                call.name().isEmpty()
                        ? "the cluster knows no " + call.resource() + ": apply the definitions of the custom resources"
                        : "there is no " + call.object() + ": create it, or correct the name",
                e);
    }

    private static OrchestratorException full(Call call, KubernetesClientException e) {
        return new OrchestratorException(
                ErrorCode.NO_SPACE,
                "the API server could not " + call.verb() + " " + call.object() + ": " + said(e)
                        + "; raise the quota, or delete what nobody needs",
                e);
    }

    private static OrchestratorException forbidden(Call call, KubernetesClientException e) {
        Matcher said = FORBIDDEN.matcher(said(e));
        if (!said.find()) {
            return new OrchestratorException(
                    ErrorCode.ACCESS_DENIED,
                    "the API server forbids " + call.verb() + " " + call.object() + ": " + said(e),
                    e);
        }
        String resource = said.group(4).isEmpty() ? said.group(3) : said.group(3) + "." + said.group(4);
        Call refused = new Call(said.group(2), resource, said.group(5) == null ? "" : said.group(5), "");
        return new OrchestratorException(
                ErrorCode.ACCESS_DENIED,
                said.group(1) + " may not " + refused.verb() + " " + refused.object() + ": grant it the verb "
                        + refused.verb() + " on " + resource + " there",
                e);
    }

    private static OrchestratorException unavailable(Call call, String why, Exception e) {
        return new OrchestratorException(
                ErrorCode.UNAVAILABLE,
                "the API server could not " + call.verb() + " " + call.object() + " now: " + why,
                e);
    }

    private static String said(KubernetesClientException e) {
        Status status = e.getStatus();
        return status == null || status.getMessage() == null
                ? String.valueOf(e.getCode())
                : shortened(status.getMessage().strip());
    }

    /** What Kubernetes says can be long. */
    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
