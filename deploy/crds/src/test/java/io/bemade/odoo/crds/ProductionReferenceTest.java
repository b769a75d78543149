package io.bemade.odoo.crds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductionReferenceTest {
    @ParameterizedTest
    @CsvSource({"test,true", "'test, other',true", "'*',true", "tests,false", "'',false", ",false"})
    void aNamespaceIsAllowedByItsWholeNameOrAStar(String annotation, boolean allowed) {
        assertThat(ProductionReference.allows(annotation, "test")).isEqualTo(allowed);
    }

    @Test
    void withoutANamespaceItIsTheStagingsOwn() {
        assertThat(new ProductionReference("erp", null).namespaceSeenFrom("shop"))
                .isEqualTo("shop");
        assertThat(new ProductionReference("erp", "prod").namespaceSeenFrom("shop"))
                .isEqualTo("prod");
    }
}
