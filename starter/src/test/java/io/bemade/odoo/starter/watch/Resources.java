package io.bemade.odoo.starter.watch;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceRestore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Custom resources as the API server would hand them out. */
final class Resources {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Resources() {}

    /** @param spec what is added to a restore from S3, indented by two */
    static OdooInstanceRestore restore(String spec) {
        return YAML.unmarshal("""
                apiVersion: bemade.io/v1
                kind: OdooInstanceRestore
                metadata: {name: r, namespace: shop, uid: u-1, resourceVersion: "1", generation: 1}
                spec:
                  targetInstance: erp
                  source:
                    type: s3
                    s3: {bucketName: backups, objectKey: erp.zip}
                """ + spec.indent(2), OdooInstanceRestore.class);
    }

    /** @param rest what is added at the top level */
    static OdooInstance instance(String name, String type, String spec, String rest) {
        return YAML.unmarshal("""
                apiVersion: bemade.io/v1
                kind: OdooInstance
                metadata: {name: %1$s, namespace: shop, uid: u-%1$s, resourceVersion: "1", annotations: {}, finalizers: []}
                spec:
                  fqdns: [%1$s.example.com]
                  instanceType: %2$s
                  image: odoo:19
                  deploymentRef: {name: %1$s}
                  filestore: {size: 1Gi}
                """.formatted(name, type) + spec.indent(2) + rest, OdooInstance.class);
    }

    static OdooInstance production(String rest) {
        return instance("erp", "production", """
                database: {server: main, roleSecretRef: {name: r}}
                initialSource: {type: s3, s3: {bucketName: backups, objectKey: erp.zip}}
                """, rest);
    }

    static OdooInstance staging(String production, String rest) {
        return instance(
                "copy",
                "staging",
                "database: {server: main, roleSecretRef: {name: r}, stagingConfig: {productionInstanceRef: "
                        + production + "}}\n",
                rest);
    }
}
