package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;

/** A pod of somebody else that has a claim at {@code /data}, as Odoo's user. */
record VolumePod(KubernetesClient client, String namespace, String claim) {
    Pod start(String name, String script) {
        return client.resource(pod(name, script)).create();
    }

    /** What a script says there. */
    String says(String script) {
        Pod pod = start("says", script);
        Await.until(
                "the script ended",
                () -> Set.of("Succeeded", "Failed")
                        .contains(client.resource(pod).get().getStatus().getPhase()));
        String log = client.pods().resource(pod).getLog();
        assertThat(client.resource(pod).get().getStatus().getPhase()).as(log).isEqualTo("Succeeded");
        end(pod);
        return log;
    }

    void end(Pod pod) {
        client.resource(pod).withGracePeriod(0).delete();
        Await.until("the pod is gone", () -> client.resource(pod).get() == null);
    }

    private Pod pod(String name, String script) {
        return client.getKubernetesSerialization().unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s}
                spec:
                  restartPolicy: Never
                  securityContext: {runAsNonRoot: true, runAsUser: 100, runAsGroup: 101, fsGroup: 101, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: a
                    image: localhost/busybox:1
                    command: [sh, -c, "%s"]
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                    volumeMounts: [{name: f, mountPath: /data}]
                  volumes: [{name: f, persistentVolumeClaim: {claimName: %s}}]
                """.formatted(name, namespace, script, claim), Pod.class);
    }
}
