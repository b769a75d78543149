package io.bemade.odoo.embedded;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Temporal's test service behind a port of its own, time skipping locked. The library's own way to give it a port binds
 * every interface of the host; hence the use of the parts that it is made of.
 */
final class InMemoryTemporal implements TemporalServer {
    private static final boolean TIME_SKIPPING_LOCKED = true;
    private static final long NOW = 0;

    private final TestServicesStarter services;
    private final Server server;
    private final TemporalConnection connection;

    private InMemoryTemporal(TestServicesStarter services, Server server, TemporalConnection connection) {
        this.services = services;
        this.server = server;
        this.connection = connection;
    }

    static InMemoryTemporal start() {
        TestServicesStarter services = new TestServicesStarter(TIME_SKIPPING_LOCKED, NOW);
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
        try {
            Server server = builder.build().start();
            return new InMemoryTemporal(services, server, TemporalConnection.to("127.0.0.1:" + server.getPort()));
        } catch (IOException e) {
            services.close();
            throw new ServerException("Temporal's in-memory server could not be started: " + e.getMessage(), e);
        }
    }

    @Override
    public String address() {
        return connection.address();
    }

    @Override
    public WorkflowServiceStubs stubs() {
        return connection.stubs();
    }

    @Override
    public Optional<URI> webUi() {
        return Optional.empty();
    }

    @Override
    public void close() {
        connection.close();
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        services.close();
    }
}
