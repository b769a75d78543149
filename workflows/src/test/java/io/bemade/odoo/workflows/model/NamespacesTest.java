package io.bemade.odoo.workflows.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacesTest {
    @Test
    void areListedWithCommas() {
        assertThat(Namespaces.of("shop, erp,,shop")).containsExactly("erp", "shop");
        assertThat(Namespaces.of(" ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", " , ,", "Shop", "shop;erp", "a b", "-shop"})
    void aSlipOfThePenIsNotTheWholeCluster(String text) {
        assertThatThrownBy(() -> Namespaces.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
