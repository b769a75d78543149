package io.bemade.odoo.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program {@code helm}, in the cache of the real servers' programs; it is built there once, by Go. */
record Helm(Path program, Kubectl kubectl) {
    private static final String MODULE = "helm.sh/helm/v3/cmd/helm@v3.18.6";
    private static final long BUILD_SECONDS = 1800;

    /** The test is skipped, with a sentence, where it cannot be had. */
    static Helm require(Kubectl kubectl) {
        Path program = kubectl.program().resolveSibling("helm");
        if (!Files.isExecutable(program)) {
            String why = build(program);
            if (!why.isEmpty()) {
                System.err.println("Did not run: no helm, for go says: " + why);
            }
            assumeTrue(why.isEmpty(), why);
        }
        return new Helm(program, kubectl);
    }

    private static String build(Path program) {
        try {
            Shell built = Shell.run(
                    Map.of("GOBIN", program.resolveSibling("").toString()),
                    List.of("go", "install", MODULE),
                    BUILD_SECONDS);
            return built.exit() == 0 ? "" : built.err();
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Arguments, and {@code key=value}s that are given by {@code --set}. */
    Shell run(List<String> arguments, String... values) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        for (String value : values) {
            command.add("--set");
            command.add(value);
        }
        return Shell.run(Map.of("KUBECONFIG", kubectl.kubeconfig().toString()), command, 120);
    }

    /** The YAML of a chart, as for the namespace of {@code kubectl}. */
    String template(String chart, String... values) {
        List<String> arguments = List.of(
                "template", "rel", "../helm/" + chart, "--namespace", kubectl.namespace(), "--kube-version", "1.34.0");
        return run(arguments, values).orThrow();
    }
}
