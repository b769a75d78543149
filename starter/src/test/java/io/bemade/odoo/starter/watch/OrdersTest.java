package io.bemade.odoo.starter.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.crds.OdooInstanceReload;
import io.bemade.odoo.crds.OdooInstanceRestore;
import io.bemade.odoo.starter.temporal.Order;
import io.bemade.odoo.workflows.model.Json;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.operation.IfBusy;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdersTest {
    private final Orders orders = new Orders(Instant.parse("2026-11-21T12:00:00Z"));

    @Test
    void theSameResourceIsTheSameOrderAtAnyTime() {
        Order now = orders.of(Resources.restore("retention: P7D"));
        Order later = new Orders(Instant.parse("2026-12-01T00:00:00Z")).of(Resources.restore("retention: P7D"));
        assertThat(now).isEqualTo(later);
        assertThat(now.workflowId()).isEqualTo("restore/shop/erp/u-1");
        assertThat(now.request())
                .hasToString("{\"instance\":\"shop/erp\",\"source\":{\"type\":\"s3\",\"bucket\":\"backups\","
                        + "\"key\":\"erp.zip\"},\"retention\":\"P7D\"}");
    }

    /** A request's every field can be asked for by the resource. */
    @Test
    void allThatARestoreCanBeAskedForIsCarriedOver() throws IOException {
        OdooInstanceRestore restore = new KubernetesSerialization().unmarshal("""
                        metadata: {name: r, namespace: shop, uid: u}
                        spec:
                          targetInstance: erp
                          source:
                            type: s3
                            s3:
                              bucketName: backups
                              objectKey: erp.zip
                              region: eu-central-1
                              endpoint: https://s3.example.com
                              pathStyle: false
                              secretRef: {name: keys}
                              caSecretRef: {name: authority}
                          allowMissingAttachments: true
                          checkContent: false
                          ifBusy: fail
                        """, OdooInstanceRestore.class);
        RestoreRequest request =
                Json.mapper().readValue(String.valueOf(orders.of(restore).request()), RestoreRequest.class);
        assertThat(request.allowMissingAttachments()).contains(true);
        assertThat(request.checkContent()).contains(false);
        assertThat(request.ifBusy()).contains(IfBusy.FAIL);
        assertThat(request.source())
                .isEqualTo(new Source.S3(
                        "backups",
                        "erp.zip",
                        Optional.of("keys"),
                        Optional.of("https://s3.example.com"),
                        Optional.of("eu-central-1"),
                        Optional.of(false),
                        Optional.of("authority")));
    }

    @Test
    void aTimeBecomesADelayAndStaysInTheRequest() {
        Order order = orders.of(Resources.restore("scheduledTime: \"2026-11-21T14:00:00+01:00\""));
        assertThat(order.delay()).isEqualTo(Duration.ofHours(1));
        assertThat(order.request().toString()).contains("\"scheduledTime\":\"2026-11-21T13:00:00Z\"");
    }

    @Test
    void aTimeThatHasPassedIsNow() {
        assertThat(orders.of(Resources.restore("scheduledTime: \"2026-11-21T11:00:00Z\""))
                        .delay())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backupFirst: true | backupFirst is not available yet: leave it out",
                "approval: manual | approval is not available yet: leave it out",
                "retention: P9999D | retention is not usable",
                "scheduledTime: \"9999-12-31T23:59:59-17:59\" | more than ten years away",
            })
    void whatTheWorkflowWouldRefuseIsRefusedInItsWords(String spec, String words) {
        assertThatThrownBy(() -> orders.of(Resources.restore(spec)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: existingDatabase, existingDatabase: {name: d, host: h, secretRef: {name: s}}} | \"existingDatabase\" is not a type of source that is available",
                "{type: instance, instance: {name: other}} | \"instance\" is not a type of source that is available",
            })
    void aSourceThatIsNotAvailableYetIsNamed(String source, String words) {
        OdooInstanceRestore restore = new KubernetesSerialization()
                .unmarshal(
                        "metadata: {name: r, namespace: shop, uid: u}\nspec: {targetInstance: erp, source: " + source
                                + "}",
                        OdooInstanceRestore.class);
        assertThatThrownBy(() -> orders.of(restore)).hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | {\"instance\":\"shop/copy\"}",
                "strategy: auto | {\"instance\":\"shop/copy\"}",
                "strategy: online | {\"instance\":\"shop/copy\",\"strategy\":\"online\"}",
                "allowFreeze: true | {\"instance\":\"shop/copy\",\"allowFreeze\":true}"
            })
    void aReloadSaysHowProductionIsCopied(String spec, String request) {
        OdooInstanceReload reload = new KubernetesSerialization()
                .unmarshal(
                        "metadata: {name: r, namespace: shop, uid: u}\nspec:\n  stagingInstance: copy\n"
                                + spec.indent(2),
                        OdooInstanceReload.class);
        assertThat(orders.of(reload).request()).hasToString(request);
    }

    @Test
    void soDoesAStagingThatIsFilledAtFirst() {
        assertThat(orders.initial(Resources.staging("{name: erp}, strategy: template, allowFreeze: true", ""))
                        .orElseThrow()
                        .request())
                .hasToString("{\"instance\":\"shop/copy\",\"ifUnused\":true,\"strategy\":\"template\","
                        + "\"allowFreeze\":true}");
    }
}
