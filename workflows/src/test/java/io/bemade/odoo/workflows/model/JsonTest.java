package io.bemade.odoo.workflows.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.temporal.api.common.v1.Payload;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    private static final String SOURCE = "\"source\":{\"type\":\"s3\",\"bucket\":\"odoo-backups\",\"key\":\"erp.zip\"}";

    @Test
    void readsTheShortestRestore() {
        RestoreRequest request = read("{\"instance\":\"shop/erp\"," + SOURCE + "}", RestoreRequest.class);
        assertThat(request)
                .isEqualTo(RestoreRequest.of(
                        InstanceRef.of("shop/erp"),
                        new Source.S3(
                                "odoo-backups",
                                "erp.zip",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())));
    }

    @Test
    void writesWhatAPersonWouldWrite() throws Exception {
        RollbackRequest request = new RollbackRequest(
                InstanceRef.of("shop/erp"),
                Optional.of(new DatabaseName("erp-1a2b3c4d")),
                Optional.of(Duration.ofDays(7)),
                Optional.empty(),
                Optional.empty());
        assertThat(Json.mapper().writeValueAsString(request))
                .isEqualTo("{\"instance\":\"shop/erp\",\"toDatabase\":\"erp-1a2b3c4d\",\"retention\":\"PT168H\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | instance is missing",
                "{`instance`:null} | instance is missing",
                "{`instance`:`shop/erp`} | source is missing",
                "{`instance`:`erp`,S} | instance \"erp\" is not a name: write namespace/name, such as shop/erp",
                "{`instance`:[1],S} | \"instance\" has the wrong type",
                "{`instance`:`shop/erp`,S,`retention`:`soon`} | \"retention\" has the wrong type",
                "{`instance`:`shop/erp`,S,`retention`:`-P1D`} | retention is not usable",
                "{`instance`:`shop/erp`,S,`backupFirst`:true} | backupFirst is not available yet: leave it out",
                "{`instance`:`shop/erp`,S,`approval`:`manual`} | approval is not available yet: leave it out",
                "{`instance`:`shop/erp`,S,`ifBusy`:`wait`} | \"ifBusy\" has the wrong type",
                "{`instance`:`shop/erp`,S,`neutralise`:true} | unknown field \"neutralise\"; known here:",
                "{`instance`:`shop/erp`,`source`:{`type`:`s3`}} | source.bucket is missing",
                "{`instance`:`shop/erp`,`source`:{`type`:`s3`,`bucket`:`b`,`key`:`k`,`endpoint`:`x`}} | source.endpoint is not an address",
                "{`instance`:`shop/erp`,`source`:{`type`:`instance`}} | \"instance\" is not a type of source that is available",
                "{`instance`:`shop/erp`,`source`:{`bucket`:`b`}} | source has no \"type\"",
                "{`instance`:`shop/erp` | it is not well-formed JSON",
                "7 | \"the request\" has the wrong type",
                "[] | \"the request\" has the wrong type",
            })
    void refusesWithOneSentence(String json, String sentence) {
        String text = json.trim().replace('`', '"').replace(",S", "," + SOURCE);
        assertThatThrownBy(() -> read(text, RestoreRequest.class))
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo("INVALID_REQUEST");
                    assertThat(failure.isNonRetryable()).isTrue();
                    assertThat(failure.getOriginalMessage())
                            .startsWith("The request was refused: ")
                            .contains(sentence.trim())
                            .doesNotContain("\n")
                            .doesNotContain("java.");
                });
    }

    private static <T> T read(String json, Class<T> type) {
        Payload payload = Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                .setData(ByteString.copyFromUtf8(json))
                .build();
        return Json.dataConverter().fromPayload(payload, type, type);
    }
}
