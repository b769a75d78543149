package io.bemade.odoo.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTagTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "odoo:19",
                "odoo:19.0",
                "odoo:19.0-20261120",
                "odoo:19.0.20261120",
                "odoo:19-slim",
                "registry.example.com:5000/shop/odoo:19.0_custom",
                "odoo:19.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            })
    void saysTheMajorVersion(String image) {
        assertThat(ImageTag.odooMajor(image)).contains(19);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "odoo",
                "odoo:latest",
                "odoo:1.2.3",
                "odoo:16.2.1",
                "odoo:20261120",
                "registry.example.com:19/odoo",
                "odoo@sha256:19",
                "odoo:saas-19.1",
                "localhost/odoo:1",
            })
    void saysNothing(String image) {
        assertThat(ImageTag.odooMajor(image)).isEmpty();
    }
}
