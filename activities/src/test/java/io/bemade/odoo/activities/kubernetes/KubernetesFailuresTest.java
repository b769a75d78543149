package io.bemade.odoo.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesFailuresTest {
    private static final Call CALL = new Call("patch", "deployments.apps", "shop", "erp");

    @ParameterizedTest
    @CsvSource({
        "400, BROKEN",
        "401, ACCESS_DENIED",
        "403, ACCESS_DENIED",
        "404, NOT_FOUND",
        "409, UNAVAILABLE",
        "422, INVALID_REQUEST",
        "429, UNAVAILABLE",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE",
    })
    void eachAnswerHasItsCodeAndNamesTheObject(int status, ErrorCode code) {
        OrchestratorException failure = translated(status, "no");
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining("deployments.apps erp in namespace shop");
    }

    @Test
    void aServerThatDoesNotAnswerIsUnavailable() {
        KubernetesClientException e = new KubernetesClientException("no", new IOException("Connection refused"));
        assertThat(KubernetesFailures.translated(CALL, e).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void aMissingVerbIsTheOneThatTheServerMissed() {
        assertThat(translated(
                        403,
                        "deployments.apps \"erp\" is forbidden: User \"system:serviceaccount:tools:worker\" cannot get"
                                + " resource \"deployments\" in API group \"apps\" in the namespace \"shop\""))
                .hasMessage("system:serviceaccount:tools:worker may not get deployments.apps in namespace shop: grant"
                        + " it the verb get on deployments.apps there");
    }

    @Test
    void aMissingVerbOfTheWholeClusterSaysSo() {
        assertThat(translated(
                        403,
                        "odooinstances.bemade.io is forbidden: User \"worker\" cannot list resource \"odooinstances\""
                                + " in API group \"bemade.io\" at the cluster scope"))
                .hasMessage("worker may not list odooinstances.bemade.io in the whole cluster: grant it the verb list"
                        + " on odooinstances.bemade.io there");
    }

    @Test
    void aQuotaThatIsUsedUpIsNoMatterOfRights() {
        OrchestratorException failure =
                translated(403, "pvc \"x\" is forbidden: exceeded quota: small, requested: requests.storage=1Gi");
        assertThat(failure.code()).isEqualTo(ErrorCode.NO_SPACE);
        assertThat(failure).hasMessageContaining("exceeded quota: small");
    }

    @Test
    void whatTheServerSaysAtGreatLengthIsCut() {
        assertThat(translated(422, "x".repeat(10_000)).getMessage()).hasSizeLessThan(700);
    }

    private static OrchestratorException translated(int status, String message) {
        return KubernetesFailures.translated(
                CALL,
                new KubernetesClientException(
                        message,
                        status,
                        new StatusBuilder()
                                .withCode(status)
                                .withMessage(message)
                                .build()));
    }
}
