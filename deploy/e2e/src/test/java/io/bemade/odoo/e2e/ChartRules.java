package io.bemade.odoo.e2e;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A service account that gets of the chart's rules what a test gives it.
 *
 * @param home namespace of the account
 */
record ChartRules(KubernetesClient client, String home, String account) {
    /** Whoever acts as this account. */
    KubernetesClient acting() {
        Config config = new ConfigBuilder(client.getConfiguration())
                .withImpersonateUsername(rights().user())
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** A worker's rules in one namespace. */
    void grant(String namespace) throws IOException {
        apply("", "namespace: " + namespace, "workerRules", account);
        rights().await(namespace, "get", "persistentvolumeclaims");
    }

    /** What a worker may in addition do in the whole cluster; it must be taken away again. */
    void grantLending() throws IOException {
        apply("Cluster", "labels: {test: " + home + "}", "lendingRules", home + "-" + account);
        rights().await("", "get", "volumesnapshotcontents.snapshot.storage.k8s.io");
    }

    private Rights rights() {
        return new Rights(client, home, account);
    }

    void takeLending() {
        client.rbac().clusterRoleBindings().withName(home + "-" + account).delete();
        client.rbac().clusterRoles().withName(home + "-" + account).delete();
    }

    private void apply(String scope, String meta, String named, String name) throws IOException {
        String rules = Files.readString(Path.of("../helm/odoo-orchestrator/templates/_rules.tpl"))
                .split(named + "\" -}}\n", -1)[1]
                .split("\\{\\{-", -1)[0];
        String role = """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: %sRole
                metadata: {name: %s, %s}
                rules:
                %s
                """.formatted(scope, name, meta, rules);
        String binding = """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: %1$sRoleBinding
                metadata: {name: %2$s, %3$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %1$sRole, name: %2$s}
                subjects: [{kind: ServiceAccount, name: %4$s, namespace: %5$s}]
                """.formatted(scope, name, meta, account, home);
        client.resource(role).create();
        client.resource(binding).create();
    }
}
