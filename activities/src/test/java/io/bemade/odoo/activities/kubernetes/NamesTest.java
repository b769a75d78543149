package io.bemade.odoo.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void aShortNameIsKeptWhole() {
        assertThat(Names.of("odooctl-volume-", "odoo-data-erp-1a2b3c4d"))
                .isEqualTo("odooctl-volume-odoo-data-erp-1a2b3c4d");
    }

    @Test
    void longNamesStayApartAndFitIntoALabel() {
        String same = "odoo-data-" + "a".repeat(60);
        String one = Names.of("odooctl-volume-", same + "-11111111");
        String other = Names.of("odooctl-volume-", same + "-22222222");
        assertThat(one).hasSizeLessThanOrEqualTo(63).isNotEqualTo(other).matches("[a-z0-9-]*[a-z0-9]");
        assertThat(Names.of("odooctl-volume-", same + "-11111111")).isEqualTo(one);
    }
}
