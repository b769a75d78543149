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

    @ParameterizedTest
    @CsvSource({"test,,true", ",test,true", "other,*,true", ",,false", "other,other,false"})
    void anotherNamespaceMustAllowIt(String onInstance, String onNamespace, boolean allowed) {
        ProductionReference production = new ProductionReference("erp", "prod");
        assertThat(production
                        .refusal("test", () -> onInstance, () -> onNamespace)
                        .isEmpty())
                .isEqualTo(allowed);
    }

    @Test
    void aRefusalNamesTheAnnotation() {
        assertThat(new ProductionReference("erp", "prod").refusal("test", () -> null, () -> null))
                .contains("production prod/erp does not let stagings in namespace test copy it: annotate it, or its"
                        + " namespace, with bemade.io/allow-staging-from=test");
    }

    @Test
    void itsOwnNamespaceIsNotAsked() {
        assertThat(new ProductionReference("erp", null).refusal("shop", this::neverAsked, this::neverAsked))
                .isEmpty();
        assertThat(new ProductionReference("erp", "shop").refusal("shop", this::neverAsked, this::neverAsked))
                .isEmpty();
    }

    private String neverAsked() {
        throw new AssertionError("asked");
    }

    @Test
    void withoutANamespaceItIsTheStagingsOwn() {
        assertThat(new ProductionReference("erp", null).namespaceSeenFrom("shop"))
                .isEqualTo("shop");
        assertThat(new ProductionReference("erp", "prod").namespaceSeenFrom("shop"))
                .isEqualTo("prod");
    }
}
