package io.bemade.odoo.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code kubectl} that belongs to the real cluster, in one namespace of it. */
record Kubectl(Path program, Path kubeconfig, String namespace) {
    /** Of our custom resources. */
    static final Path DEFINITIONS = Path.of("../crds/src/main/resources/crds");

    /** For its commands that wait for what must come. */
    static final String PATIENTLY = "--timeout=" + Await.LONGEST.toSeconds() + "s";

    private static final ObjectMapper JSON = new ObjectMapper();

    static Kubectl of(RealStack stack, String namespace) {
        Path kubeconfig = Path.of(stack.kubernetes().getOrDefault("KUBECONFIG", ""));
        return new Kubectl(kubeconfig.resolveSibling("../bin/kubectl").normalize(), kubeconfig, namespace);
    }

    /** Makes our kinds known to the cluster. They stay: other tests of this cluster may have resources of theirs. */
    void define() {
        run("apply", "-f", DEFINITIONS.toString()).orThrow();
        run("wait", "--for=condition=Established", PATIENTLY, "-f", DEFINITIONS.toString())
                .orThrow();
    }

    Shell run(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "--kubeconfig", kubeconfig.toString(), "--namespace", namespace));
        command.addAll(List.of(arguments));
        return Shell.run(Map.of(), command, Await.LONGEST.toSeconds() + 60);
    }

    /** Missing when there is none. */
    JsonNode get(String kind, String name) {
        Shell shell = run("get", kind, name, "-o", "json", "--ignore-not-found");
        try {
            return shell.orThrow().isEmpty() ? JSON.missingNode() : JSON.readTree(shell.out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes our finalizers away first, so that nothing waits for a watcher that is not there any more. */
    void deleteNamespace() {
        for (String kind : List.of("odooinstance", "odoorestore", "odooreload", "odoorollback")) {
            run("get", kind, "-o", "name")
                    .out()
                    .lines()
                    .forEach(name ->
                            run("patch", name, "--type=merge", "--patch", "{\"metadata\":{\"finalizers\":null}}"));
        }
        run("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
    }

    /** Applies it with all checks of the API server, and keeps nothing. */
    Shell tryOut(JsonNode resource) {
        return apply(resource, "--dry-run=server");
    }

    Shell apply(JsonNode resource, String... options) {
        try {
            Path file = Files.createTempFile("e2e", ".json");
            try {
                Files.writeString(file, resource.toString());
                List<String> arguments = new ArrayList<>(List.of("apply", "-f", file.toString()));
                arguments.addAll(List.of(options));
                return run(arguments.toArray(String[]::new));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON merge patch: null takes away. */
    Shell patch(String kind, String name, String change, String... options) {
        List<String> arguments = new ArrayList<>(List.of("patch", kind, name, "--type=merge", "--patch", change));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }
}
