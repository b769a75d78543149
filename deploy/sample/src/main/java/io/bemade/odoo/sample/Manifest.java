package io.bemade.odoo.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** {@code manifest.json}: which Odoo, which PostgreSQL, which modules. */
record Manifest(String json) {
    static Manifest of(Options options) {
        String modules = Modules.INSTALLED.stream()
                .map(module -> "        \"" + module + "\": \"" + Modules.version(options) + "\"")
                .collect(Collectors.joining(",\n"));
        int major = options.odooMajor();
        return new Manifest("""
                {
                    "odoo_dump": "1",
                    "db_name": "sample",
                    "version": "%d.0",
                    "version_info": [
                        %d,
                        0,
                        0,
                        "final",
                        0,
                        ""
                    ],
                    "major_version": "%d.0",
                    "pg_version": "%d.0",
                    "modules": {
                %s
                    }
                }""".formatted(major, major, major, options.postgresMajor(), modules));
    }

    void writeTo(OutputStream output) throws IOException {
        output.write(json.getBytes(StandardCharsets.UTF_8));
    }
}
