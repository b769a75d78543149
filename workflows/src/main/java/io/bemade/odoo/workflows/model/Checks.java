package io.bemade.odoo.workflows.model;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request's fields must be; each refusal is one sentence that names the field. */
public final class Checks {
    private Checks() {}

    public static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    public static String text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        if (value.length() > 1024 || value.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException(
                    field + " is not usable: it is longer than 1024 or has control characters");
        }
        return value;
    }

    /** JSON may leave out an optional field or say null; records never do. */
    @SuppressWarnings({"NullableOptional", "OptionalUsedAsFieldOrParameterType"})
    public static <T> Optional<T> optional(@Nullable Optional<T> value) {
        return value == null ? Optional.empty() : value;
    }

    static void endpoint(String endpoint) {
        URI uri;
        try {
            uri = URI.create(endpoint);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("source.endpoint is not an address: write https://host[:port]", e);
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "source.endpoint is not an address: write https://host[:port], without user or password");
        }
    }

    /** Refuses what is planned and not built, instead of ignoring it. */
    public static void notYet(String field, boolean asked) {
        if (asked) {
            throw new IllegalArgumentException(field + " is not available yet: leave it out");
        }
    }

    /** At most ten years, so that a slip of a unit is noticed; zero deletes the old pair right after the switch. */
    public static Optional<Duration> retention(Optional<Duration> retention) {
        if (retention
                .filter(r -> r.isNegative() || r.compareTo(Duration.ofDays(3653)) > 0)
                .isPresent()) {
            throw new IllegalArgumentException(
                    "retention is not usable: give a duration from PT0S to P3653D, such as P7D");
        }
        return retention;
    }
}
