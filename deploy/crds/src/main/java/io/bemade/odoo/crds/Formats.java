package io.bemade.odoo.crds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Patterns of texts, in the syntax of RE2, which is what the API server has: no look-ahead. */
final class Formats {
    /** RFC 1123, at most 63: names of instances, which become labels. */
    static final String LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    /** RFC 1123 with dots: names of secrets, deployments, classes. */
    static final String SUBDOMAIN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /** At least two labels, the last one not a number, so that an address is no host name. */
    static final String FQDN =
            "^([a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?\\.)+[a-zA-Z]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$";

    /** What PostgreSQL and a directory can both be called. */
    static final String DATABASE = "^[^/\\x00-\\x1f\\x7f]+$";

    /** ISO-8601 in days, hours, minutes and seconds: what {@link java.time.Duration#parse} reads, without signs. */
    static final String DURATION = "^P([0-9]{1,4}D(T" + Formats.TIME + ")?|T" + Formats.TIME + ")$";

    /** RFC 3339 as {@link java.time.Instant#parse} reads it; {@code format: date-time} checks the calendar. */
    static final String DATE_TIME =
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])$";

    static final String QUANTITY = "^[0-9]+(\\.[0-9]+)?(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$";

    static final String ENDPOINT = "^https?://[a-zA-Z0-9.:\\[\\]-]+(/[^@?#\\s]*)?$";

    private static final String TIME =
            "([0-9]{1,6}H([0-9]{1,6}M)?([0-9]{1,6}S)?|[0-9]{1,6}M([0-9]{1,6}S)?|[0-9]{1,6}S)";

    private Formats() {}

    /** YAML may leave out a list. */
    static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
