package io.bemade.odoo.workflows.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceTest {
    @Test
    void namesTheSecretsThatItRefersTo() {
        assertThat(s3(Optional.of("s3-of-shop"), Optional.of("ca")).secretNames())
                .containsExactly("s3-of-shop", "ca");
        assertThat(s3(Optional.of("both"), Optional.of("both")).secretNames()).containsExactly("both");
        assertThat(s3(Optional.empty(), Optional.empty()).secretNames()).isEmpty();
    }

    private static Source s3(Optional<String> secret, Optional<String> ca) {
        return new Source.S3("backups", "erp.zip", secret, Optional.empty(), Optional.empty(), Optional.empty(), ca);
    }
}
