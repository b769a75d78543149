package io.bemade.odoo.starter.temporal;

import java.util.Optional;

/**
 * Which Temporal, as the person said it; what is absent is decided by the environment.
 *
 * @param server {@code host:port}
 */
public record Address(Optional<String> server, Optional<String> namespace, String taskQueue) {}
