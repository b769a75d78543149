package io.bemade.odoo.starter.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.fake.Site;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InquiryTest {
    @Test
    @Timeout(20)
    void doesNotWaitLongWhereNoWorkerIs() {
        try (Site site = new Site()) {
            Connection connection = new Connection(site.client(), "here:7233", "empty", () -> {});

            assertThatThrownBy(() -> new Inquiry(connection, Duration.ofSeconds(1), Duration.ofSeconds(2))
                            .inventory(Optional.empty()))
                    .isInstanceOfSatisfying(
                            CommandFailed.class,
                            failed -> assertThat(failed.exitCode()).isEqualTo(ExitCode.NOT_REACHABLE))
                    .hasMessageContaining("No worker answers on task queue empty (Temporal at here:7233");
        }
    }

    @Test
    void whereNoTemporalIsSaysWhere() {
        assertThatThrownBy(() -> new TemporalConnector()
                        .connect(new Address(Optional.of("127.0.0.1:1"), Optional.empty(), "odoo")))
                .isInstanceOfSatisfying(
                        CommandFailed.class,
                        failed -> assertThat(failed.exitCode()).isEqualTo(ExitCode.NOT_REACHABLE))
                .hasMessageContaining("Temporal does not answer at 127.0.0.1:1");
    }
}
