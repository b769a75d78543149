package io.bemade.odoo.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.TreeMap;

/**
 * An instance whose Odoo is a small web server that shows {@code /web/login}; a database whose name begins with
 * {@code crash} makes it fall, one that begins with {@code blank} makes it show nothing.
 */
record StandIn(Kubectl kubectl, String name, Map<String, String> settings) {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static final String SHARED = """
            apiVersion: v1
            kind: List
            items:
              - apiVersion: v1
                kind: ConfigMap
                metadata: {name: stand-in}
                data:
                  odoo: |
                    #!/bin/sh
                    case "$* $PGDATABASE" in
                      *=crash*) echo "logs in with $PASSWORD"; echo "database crash is not there" >&2; exit 3 ;;
                    esac
                    mkdir -p /tmp/www/web
                    case "$*" in *=blank*) ;; *) echo Login > /tmp/www/web/login ;; esac
                    exec httpd -f -p 8069 -h /tmp/www
              - apiVersion: v1
                kind: Secret
                metadata: {name: erp-role}
                stringData: {username: erp, password: "role-marker-password\\n"}
              - apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: old-data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
              - apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: odoo-data-erp-1a2b3c4d}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
            """;

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: NAME, annotations: {team: shop}}
            spec:
              replicas: REPLICAS
              strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 30%, maxUnavailable: 0}}
              selector: {matchLabels: {app: NAME}}
              template:
                metadata: {labels: {app: NAME}}
                spec:
                  terminationGracePeriodSeconds: GRACE
                  POD
                  containers:
                    - name: neighbour
                      image: localhost/busybox:1
                      command: [sleep, "1000000"]
                    - name: odoo
                      image: IMAGE
                      command: [/scripts/odoo]
                      args: ARGS
                      env: ENV
                      volumeMounts:
                        - {name: scripts, mountPath: /scripts}
                        - {name: data, mountPath: /var/lib/odoo}
                  volumes:
                    - {name: scripts, configMap: {name: stand-in, defaultMode: 493}}
                    - {name: data, persistentVolumeClaim: {claimName: old-data}}
            """;

    private static final String INSTANCE = """
            apiVersion: bemade.io/v1
            kind: OdooInstance
            metadata: {name: NAME}
            spec:
              fqdns: [erp.example.com]
              instanceType: production
              image: registry.example.com/odoo:19.0
              deploymentRef: {name: WEB}
              CRON
              database: {server: SERVER, roleSecretRef: {name: erp-role}}
              filestore: {size: 1Mi}
              retention: P3D
            """;

    static void share(Kubectl kubectl) {
        kubectl.apply(YAML.unmarshal(SHARED, JsonNode.class)).orThrow();
        // Until then the scheduler has no other word on a pod that mounts it.
        kubectl.run("wait", "--for=jsonpath={.status.phase}=Bound", "persistentvolumeclaim", "--all", Kubectl.PATIENTLY)
                .orThrow();
    }

    static StandIn of(Kubectl kubectl, String name) {
        return new StandIn(
                kubectl,
                name,
                Map.ofEntries(
                        Map.entry("NAME", name),
                        Map.entry("WEB", name),
                        Map.entry("CRON", ""),
                        Map.entry("SERVER", "main"),
                        Map.entry("REPLICAS", "1"),
                        Map.entry("GRACE", "0"),
                        Map.entry("POD", ""),
                        Map.entry("IMAGE", "localhost/busybox:1"),
                        Map.entry("ARGS", "[odoo, -d, " + name + "-old, --workers=2]"),
                        Map.entry("ENV", "[{name: PASSWORD, value: role-marker-password}]")));
    }

    StandIn with(String key, String value) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.put(key, value);
        return new StandIn(kubectl, name, changed);
    }

    StandIn withCron() {
        return with("CRON", "cronDeploymentRef: {name: " + name + "-cron}");
    }

    /** Makes the Deployments and the instance. */
    StandIn apply() {
        apply(DEPLOYMENT);
        if (!settings.getOrDefault("CRON", "").isEmpty()) {
            with("NAME", name + "-cron").apply(DEPLOYMENT);
        }
        return applyInstance();
    }

    StandIn applyInstance() {
        apply(INSTANCE);
        return this;
    }

    private void apply(String template) {
        String text = template;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            text = text.replace(setting.getKey(), setting.getValue());
        }
        kubectl.apply(YAML.unmarshal(text, JsonNode.class)).orThrow();
    }
}
