package io.bemade.odoo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalServerTest {
    @WorkflowInterface
    public interface Greeting {
        @WorkflowMethod(name = "Greeting")
        String greet(String name);
    }

    public static class GreetingWorkflow implements Greeting {
        @Override
        public String greet(String name) {
            return "hello " + name;
        }
    }

    @Test
    void theInMemoryServerRunsAWorkflowOverItsLoopbackPort() throws IOException {
        try (TemporalServer server = TemporalServer.inMemory()) {
            runAWorkflow(server);
            assertThat(server.webUi()).isEmpty();
            onlyOnLoopback(server);
        }
    }

    @Test
    void theInMemoryServerClosesTwice() {
        TemporalServer server = TemporalServer.inMemory();
        server.close();
        server.close();
    }

    @Test
    void theDevelopmentServerRunsAWorkflowAndHasAWebUi(@TempDir Path directory) throws Exception {
        assumeTrue(TemporalProgram.onPath().isPresent(), "temporal is not installed");
        try (TemporalServer server = TemporalServer.start(directory)) {
            runAWorkflow(server);
            onlyOnLoopback(server);
            URI webUi = server.webUi().orElseThrow();
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(webUi).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
        }
        assertThat(directory.resolve("temporal.db")).exists();
    }

    @Test
    void saysWhyTheDevelopmentServerDidNotStart(@TempDir Path directory) {
        assertThatThrownBy(() -> DevelopmentTemporal.start(Path.of("/bin/false"), directory))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("Temporal's development server could not be started below " + directory);
    }

    private static void runAWorkflow(TemporalServer server) {
        TemporalConnection client = TemporalConnection.to(server.address());
        try (client) {
            WorkflowClient workflows = WorkflowClient.newInstance(client.stubs());
            WorkerFactory factory = WorkerFactory.newInstance(workflows);
            factory.newWorker("greetings").registerWorkflowImplementationTypes(GreetingWorkflow.class);
            factory.start();
            Greeting greeting = workflows.newWorkflowStub(
                    Greeting.class,
                    WorkflowOptions.newBuilder().setTaskQueue("greetings").build());
            assertThat(greeting.greet("Odoo")).isEqualTo("hello Odoo");
            factory.shutdownNow();
        }
    }

    private static void onlyOnLoopback(TemporalServer server) throws IOException {
        assertThat(server.address()).startsWith("127.0.0.1:");
        int port = URI.create("tcp://" + server.address()).getPort();
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        for (InetAddress other : others) {
            try (Socket socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress(other, port), 2000))
                        .isInstanceOf(ConnectException.class);
            }
        }
    }
}
