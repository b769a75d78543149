package io.bemade.odoo.activities.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code manifest.json} says of the versions. */
record Manifest(Optional<Integer> odooMajor, Optional<Integer> postgresMajor) {
    /** Modules and versions of the largest installations take some hundred kilobytes. */
    private static final int LONGEST = 8 << 20;

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,3})");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Manifest read(StoredObject zip, InputStream in) {
        JsonNode json;
        try (in) {
            byte[] text = in.readNBytes(LONGEST + 1);
            if (text.length > LONGEST) {
                throw new IOException("too long");
            }
            json = JSON.readTree(text);
        } catch (IOException e) {
            throw zip.bad("is a zip with a manifest.json that cannot be read: make the zip with Odoo", e);
        }
        if (!json.isObject()) {
            throw zip.bad("is a zip with a manifest.json that is no JSON object: make the zip with Odoo");
        }
        return new Manifest(
                major(json.path("version_info").path(0)).or(() -> major(json.path("major_version"))),
                major(json.path("pg_version")));
    }

    /** Of {@code 19}, {@code "19.0"} and {@code "saas~17"}. */
    private static Optional<Integer> major(JsonNode version) {
        Matcher number = NUMBER.matcher(version.asText());
        return number.find() ? Optional.of(Integer.valueOf(number.group(1))) : Optional.empty();
    }
}
