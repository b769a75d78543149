package io.bemade.odoo.embedded;

import io.temporal.serviceclient.WorkflowServiceStubs;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A Temporal server on loopback: the real development server where its program is installed, else one in memory. */
public interface TemporalServer extends AutoCloseable {
    /**
     * The real one when {@code temporal} is on the PATH, with a database file in the given directory.
     *
     * @throws ServerException one sentence
     */
    static TemporalServer start(Path directory) {
        return TemporalProgram.onPath()
                .<TemporalServer>map(program -> DevelopmentTemporal.start(program, directory))
                .orElseGet(InMemoryTemporal::start);
    }

    /** Forgets everything when closed; lacks schedules, listing and counting. Its clock is the real one. */
    static TemporalServer inMemory() {
        return InMemoryTemporal.start();
    }

    /** {@code host:port}, for any client on this host. */
    String address();

    /** A connection of the server's own, closed with it. */
    WorkflowServiceStubs stubs();

    /** Where to look at workflows in a browser, if this server has such a place. */
    Optional<URI> webUi();

    /** Ends connection and server. Safe to call twice. */
    @Override
    void close();
}
