package io.bemade.odoo.sample;

import java.util.List;
import java.util.stream.Stream;

/** Odoo modules by their technical names. */
final class Modules {
    static final List<String> INSTALLED = List.of(
            "base",
            "web",
            "mail",
            "product",
            "uom",
            "account",
            "payment",
            "sale",
            "stock",
            "delivery",
            "calendar",
            "iap",
            "contacts",
            "auth_totp");

    static final List<String> ALL = Stream.concat(INSTALLED.stream(), Stream.of("project", "website", "mrp"))
            .toList();

    private Modules() {}

    static String version(Options options) {
        return options.odooMajor() + ".0.1.3";
    }
}
