package io.bemade.odoo.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A service account in a world's namespace that may do what a watcher does, but for one verb. */
final class Account {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, List<String>> RULES = new TreeMap<>();

    static {
        for (String kind : WatcherE2E.kinds()) {
            RULES.put(kind, List.of("list", "watch", "patch"));
            RULES.put(kind + "/status", List.of("patch"));
        }
    }

    private Account() {}

    /**
     * Whoever acts as a new account.
     *
     * @param asker who may ask about others
     * @param verbs what it may do in the namespace: {@code secrets} to {@code get,list}
     */
    static KubernetesClient acting(Kubectl kubectl, KubernetesClient asker, String name, Map<String, String> verbs) {
        kubectl.run("create", "serviceaccount", name).orThrow();
        verbs.forEach((resource, allowed) -> {
            String role = name + "-" + resource.replace('/', '-');
            kubectl.run("create", "role", role, "--verb=" + allowed, "--resource=" + resource)
                    .orThrow();
            bind(kubectl, name, role);
        });
        Rights rights = new Rights(asker, kubectl.namespace(), name);
        verbs.forEach((resource, allowed) -> rights.await(kubectl.namespace(), allowed.split(",", 2)[0], resource));
        String token = kubectl.run("create", "token", name).orThrow().strip();
        Config admin = asker.getConfiguration();
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(admin.getMasterUrl())
                        .withCaCertData(admin.getCaCertData())
                        .withOauthToken(token)
                        .build())
                .build();
    }

    private static void bind(Kubectl kubectl, String account, String role) {
        kubectl.run(
                        "create",
                        "rolebinding",
                        role,
                        "--role=" + role,
                        "--serviceaccount=" + kubectl.namespace() + ":" + account)
                .orThrow();
    }

    /** Its kubeconfig. */
    static Path without(WatchedCluster world, String resource, String verb) throws IOException {
        Kubectl kubectl = world.kubectl();
        kubectl.run("create", "serviceaccount", "watcher").orThrow();
        kubectl.apply(role(resource, verb)).orThrow();
        bind(kubectl, "watcher", "watcher");
        return config(world, "watcher");
    }

    /** The kubeconfig of a service account that is there. */
    static Path config(WatchedCluster world, String account) throws IOException {
        Kubectl kubectl = world.kubectl();
        String token = kubectl.run("create", "token", account).orThrow().strip();
        String admin = Files.readString(kubectl.kubeconfig());
        String config = admin.replaceAll("(?m)^ *client-(certificate|key)(-data)?:.*\\R?", "")
                .replaceAll("(?m)^( *)user: *$", "$1user:\n$1  token: " + token);
        return Files.writeString(world.directory().resolve("account"), config);
    }

    private static JsonNode role(String resource, String verb) {
        ObjectNode role = JSON.createObjectNode()
                .put("apiVersion", "rbac.authorization.k8s.io/v1")
                .put("kind", "Role");
        role.withObject("/metadata").put("name", "watcher");
        ArrayNode rules = role.putArray("rules");
        RULES.forEach((name, verbs) -> {
            List<String> granted = verbs.stream()
                    .filter(each -> !name.equals(resource) || !each.equals(verb))
                    .toList();
            if (!granted.isEmpty()) {
                ObjectNode rule = rules.addObject();
                rule.putArray("apiGroups").add("bemade.io");
                rule.putArray("resources").add(name);
                granted.forEach(rule.putArray("verbs")::add);
            }
        });
        return role;
    }
}
