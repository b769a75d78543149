package io.bemade.odoo.workflows.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PairNamesTest {
    private static final UUID UNIQUE = UUID.fromString("1a2b3c4d-0000-4000-8000-000000000000");

    @Test
    void bothNamesEndWithTheSameSuffix() {
        StoragePair pair = PairNames.fresh(target("ERP.example.com", Optional.empty()), UNIQUE);
        assertThat(pair.database().value()).isEqualTo("erp.example.com-1a2b3c4d");
        assertThat(pair.filestore().value()).isEqualTo("odoo-data-erp-1a2b3c4d");
        assertThat(pair.suffix()).isEqualTo("1a2b3c4d");
    }

    @Test
    void aLongHostNameIsCutBeforeTheSuffix() {
        StoragePair pair = PairNames.fresh(target("a".repeat(80), Optional.empty()), UNIQUE);
        assertThat(pair.database().value()).hasSize(63).endsWith("a-1a2b3c4d");
    }

    @Test
    void quotesAndSpacesBecomeHyphens() {
        StoragePair pair = PairNames.fresh(target("x", Optional.of("my \"erp\"'s.db")), UNIQUE);
        assertThat(pair.database().value()).isEqualTo("my--erp--s.db-1a2b3c4d");
    }

    @Test
    void aPrefixOfNothingUsableIsReplaced() {
        StoragePair pair = PairNames.fresh(target("x", Optional.of("\"...\"")), UNIQUE);
        assertThat(pair.database().value()).isEqualTo("odoo-1a2b3c4d");
    }

    private static InstanceDescription target(String fqdn, Optional<String> prefix) {
        return new InstanceDescription(
                InstanceRef.of("shop/erp"),
                InstanceType.PRODUCTION,
                List.of(fqdn),
                "main",
                "odoo",
                prefix,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofDays(7));
    }
}
