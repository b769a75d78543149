/**
 * Real servers on loopback, inside this process tree: PostgreSQL 18, S3, Temporal. For the demo and for tests.
 *
 * <p>Child processes are {@link io.bemade.odoo.embedded.GuardedProcess guarded}: they end when this process does, however
 * it ends. {@link io.bemade.odoo.embedded.Closing} ends everything in order where there is time for it. Whoever assembles a
 * program keeps the servers quiet with these properties of slf4j-simple: {@code org.slf4j.simpleLogger.log.org.gaul=warn}
 * (S3 and the Jetty in it), {@code …log.io.grpc=warn}, {@code …log.io.temporal=warn}. PostgreSQL and the development server
 * of Temporal write to {@code postgres.log} and {@code temporal.log} in their directories.
 */
@NullMarked
package io.bemade.odoo.embedded;

import org.jspecify.annotations.NullMarked;
