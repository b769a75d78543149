package io.bemade.odoo.activities.kubernetes;

import java.time.Duration;

/**
 * How long is waited.
 *
 * @param ready until Odoo answers, image and volume included
 * @param trouble until what Kubernetes may still repair (an image, a crash, no room) is taken for what it is
 * @param stop until the pods are gone
 */
public record Patience(Duration ready, Duration trouble, Duration stop) {
    /** Below the patience of a switch. */
    public static final Patience DEFAULT =
            new Patience(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(10));
}
