package io.bemade.odoo.activities.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Deployments as people write them, around the part that matters. */
final class Deployments {
    static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private Deployments() {}

    /**
     * @param odoo fields of Odoo's container, as between the braces of a YAML mapping
     * @param more containers and init containers, as YAML
     */
    static Deployment of(String odoo, String more, String annotations) {
        ObjectNode deployment = SERIALIZATION.unmarshal("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: erp, namespace: shop, annotations: {%s}}
                spec:
                  replicas: 2
                  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%%, maxUnavailable: 1}}
                  selector: {matchLabels: {app: erp}}
                  template:
                    metadata: {labels: {app: erp}}
                    spec:
                      securityContext: {fsGroup: 101}
                      containers:
                        - name: odoo
                          image: odoo:19.0
                          resources: {requests: {cpu: 100m, memory: 0.5Gi}}
                          volumeMounts: [{name: data, mountPath: /var/lib/odoo/}]
                %s
                      volumes:
                        - name: other
                          emptyDir: {}
                        - name: data
                          persistentVolumeClaim: {claimName: erp-data}
                """.formatted(annotations, more), ObjectNode.class);
        ObjectNode container = (ObjectNode) deployment.at("/spec/template/spec/containers/0");
        container.setAll((ObjectNode) SERIALIZATION
                .unmarshal("odoo: {" + odoo + "}", ObjectNode.class)
                .get("odoo"));
        return SERIALIZATION.convertValue(deployment, Deployment.class);
    }

    static Deployment of(String odoo) {
        return of(odoo, "", "");
    }

    static Container odoo(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
    }
}
