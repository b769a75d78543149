package io.bemade.odoo.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bemade.odoo.activities.backup.PgRestore;
import io.bemade.odoo.activities.backup.StoredBackups;
import io.bemade.odoo.activities.kubernetes.KubernetesFilestores;
import io.bemade.odoo.activities.kubernetes.VolumeWorkerSettings;
import io.bemade.odoo.activities.local.LocalStatuses;
import io.bemade.odoo.activities.odoo.OdooDatabase;
import io.bemade.odoo.activities.port.Databases.Access;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.OdooShell;
import io.bemade.odoo.activities.postgres.LoadConnections;
import io.bemade.odoo.activities.postgres.ParallelLoader;
import io.bemade.odoo.activities.postgres.PostgresDatabases;
import io.bemade.odoo.activities.s3.Patience;
import io.bemade.odoo.activities.s3.S3BackupStore;
import io.bemade.odoo.activities.step.DatabaseSteps;
import io.bemade.odoo.activities.step.FilestoreSteps;
import io.bemade.odoo.activities.step.InstanceSteps;
import io.bemade.odoo.activities.step.OdooSteps;
import io.bemade.odoo.activities.step.SourceSteps;
import io.bemade.odoo.activities.step.StatusSteps;
import io.bemade.odoo.activities.temporal.TemporalLocks;
import io.bemade.odoo.activities.temporal.TemporalRetention;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.sample.Options;
import io.bemade.odoo.worker.WorkerProcess;
import io.bemade.odoo.workflows.Workflows;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.EditReplacePatchable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A namespace of a test's own in the real cluster, with the real servers of this machine where pods reach them, and a worker
 * in this process whose filestores are claims.
 */
final class ClusterHost implements AutoCloseable {
    private static final ResourceDefinitionContext SNAPSHOT = new ResourceDefinitionContext.Builder()
            .withGroup("snapshot.storage.k8s.io")
            .withVersion("v1")
            .withKind("VolumeSnapshot")
            .withPlural("volumesnapshots")
            .withNamespaced(true)
            .build();

    static final ResourceDefinitionContext SNAPSHOT_CONTENT = new ResourceDefinitionContext.Builder()
            .withGroup("snapshot.storage.k8s.io")
            .withVersion("v1")
            .withKind("VolumeSnapshotContent")
            .withPlural("volumesnapshotcontents")
            .withNamespaced(false)
            .build();

    /** Bridge of the cluster: this machine, as pods and this process itself see it. */
    static final String BRIDGE = "10.244.0.1";

    final E2eHost host;
    final KubernetesClient client;
    final String namespace;
    final TripwireProxy postgres;
    final TripwireProxy s3;
    final RecordedInstances instances = new RecordedInstances();
    final PostgresDatabases databases;

    final TripwireProxy temporal;
    /** Ours, as the cluster knows it. */
    final String image;

    private Optional<WorkerFactory> worker = Optional.empty();

    ClusterHost(RealStack real, String name) {
        Path tar = imageFile();
        Path kubeconfig = Path.of(real.kubernetes().getOrDefault("KUBECONFIG", ""));
        real.image(tar);
        host = new E2eHost(real, 18, Optional.empty());
        image = imageName(tar);
        postgres = onBridge(host.realPort());
        s3 = onBridge(port(real.s3().getOrDefault("S3_ENDPOINT", "")));
        temporal = onBridge(port("http://" + real.temporal().getOrDefault("TEMPORAL_ADDRESS", "")));
        namespace = name + "-" + ProcessHandle.current().pid();
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
        databases = host.databases(BRIDGE, postgres.port());
        prepare(real);
    }

    /** Our image; the test is skipped, with a sentence, where it was not made. */
    static Path imageFile() {
        Path tar = Path.of(System.getProperty("image", "../image/target/jib-image.tar"));
        if (!Files.exists(tar)) {
            System.err.println(
                    "Did not run: no image at " + tar + "; make it: mvn package -pl deploy/image -am -Dimage.base=…");
        }
        assumeTrue(Files.exists(tar), "no image");
        return tar;
    }

    private void prepare(RealStack real) {
        makeNamespace(namespace);
        Kubectl.of(real, namespace).define();
        s3Secret("s3-credentials");
    }

    /** With what instances and their Deployments name in it. */
    void makeNamespace(String name) {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
        client.resource("""
                apiVersion: v1
                kind: Secret
                metadata: {name: role, namespace: %s}
                stringData: {username: %s, password: odoo}
                """.formatted(name, host.role)).create();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("stand-in")
                        .withNamespace(name)
                        .endMetadata()
                        .withData(Map.of("odoo", """
                                #!/bin/sh
                                if [ "$1" = neutralize ]; then
                                ODOO_RC=$3
                                %s
                                exit
                                fi
                                mkdir -p /tmp/www/web
                                echo Login > /tmp/www/web/login
                                exec httpd -f -p 8069 -h /tmp/www
                                """.formatted(E2eHost.neutralize("psql"))))
                        .build())
                .create();
    }

    /** A secret of this name that S3 accepts. */
    void s3Secret(String name) {
        client.secrets()
                .inNamespace(namespace)
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withStringData(Map.of(
                                "access-key", host.real.s3().getOrDefault("S3_ACCESS_KEY", ""),
                                "secret-key", host.real.s3().getOrDefault("S3_SECRET_KEY", "")))
                        .build())
                .create();
    }

    static TripwireProxy onBridge(int upstream) {
        try {
            return new TripwireProxy(InetAddress.getByName(BRIDGE), upstream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int port(String url) {
        return URI.create(url).getPort();
    }

    static String imageName(Path tar) {
        try {
            return new ObjectMapper()
                    .readTree(tar.resolveSibling("jib-image.json").toFile())
                    .path("image")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An instance as the cluster knows it, and as the worker in this process does. */
    InstanceRef instance(String name, InstanceType type, String filestore) {
        return instance(name, type, filestore, "odoo:19.0");
    }

    /** The same, with an image of its own. */
    InstanceRef instance(String name, InstanceType type, String filestore, String odooImage) {
        InstanceRef instance = new InstanceRef(namespace, name);
        resource(instance, type, filestore, odooImage, "");
        instances.add(instance, type, host.role);
        return instance;
    }

    /** A staging in any namespace that is filled from a production in any other. */
    InstanceRef staging(InstanceRef staging, InstanceRef production, String filestore) {
        resource(
                staging,
                InstanceType.STAGING,
                filestore,
                "odoo:19.0",
                ", stagingConfig: {productionInstanceRef: {name: " + production.name() + ", namespace: "
                        + production.namespace() + "}}");
        instances.add(staging, InstanceType.STAGING, host.role, Optional.of(production));
        return staging;
    }

    private void resource(
            InstanceRef instance, InstanceType type, String filestore, String odooImage, String relation) {
        OdooInstance resource = client.getKubernetesSerialization()
                .unmarshal(
                        """
                apiVersion: bemade.io/v1
                kind: OdooInstance
                metadata: {name: %s, namespace: %s}
                spec:
                  fqdns: [%s.e2e.test]
                  instanceType: %s
                  image: %s
                  deploymentRef: {name: %s}
                  database: {server: main, roleSecretRef: {name: role}%s}
                  filestore: {%s}
                """.formatted(
                                        instance.name(),
                                        instance.namespace(),
                                        instance.name(),
                                        type.name().toLowerCase(java.util.Locale.ROOT),
                                        odooImage,
                                        instance.name(),
                                        relation,
                                        filestore),
                        OdooInstance.class);
        client.resource(resource).create();
    }

    /** A staging that is filled from a production. */
    InstanceRef staging(String name, InstanceRef production, String filestore) {
        InstanceRef staging = instance(name, InstanceType.STAGING, filestore);
        instances.add(staging, InstanceType.STAGING, host.role, Optional.of(production));
        return staging;
    }

    /**
     * A small web server in the place of the instance's Odoo, which does not run yet and has no data. Where the instance's
     * image has {@code psql}, its command {@code neutralize} works, too.
     */
    InstanceRef deploy(InstanceRef instance) {
        client.resource("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      terminationGracePeriodSeconds: 0
                      securityContext: {runAsNonRoot: true, runAsUser: 100, runAsGroup: 101, fsGroup: 101, seccompProfile: {type: RuntimeDefault}}
                      containers:
                      - name: odoo
                        image: localhost/busybox:1
                        command: [/scripts/odoo]
                        args: [odoo]
                        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                        volumeMounts:
                        - {name: scripts, mountPath: /scripts}
                        - {name: data, mountPath: /var/lib/odoo}
                      volumes:
                      - {name: scripts, configMap: {name: stand-in, defaultMode: 493}}
                      - {name: data, persistentVolumeClaim: {claimName: none}}
                """.formatted(instance.name(), instance.namespace())).create();
        return instance;
    }

    VolumeWorkerSettings settings() {
        return settings(image, Duration.ofMinutes(5), Map.of("cpu", "100m", "memory", "256Mi"));
    }

    VolumeWorkerSettings settings(String ofImage, Duration patience, Map<String, String> requests) {
        VolumeWorkerSettings standard =
                VolumeWorkerSettings.of(ofImage, Map.of("TEMPORAL_ADDRESS", BRIDGE + ":" + temporal.port()));
        return new VolumeWorkerSettings(
                ofImage,
                standard.pullPolicy(),
                List.of(),
                standard.user(),
                standard.group(),
                standard.environment(),
                Optional.empty(),
                requests,
                standard.limits(),
                patience,
                standard.longest());
    }

    KubernetesFilestores filestores() {
        return filestores(settings());
    }

    KubernetesFilestores filestores(VolumeWorkerSettings settings) {
        return new KubernetesFilestores(client, this::login, settings);
    }

    /** Of the pair's builder role; for a pair without database anything will do. */
    private Access login(StoragePair pair) {
        return databases.builderAccess(pair);
    }

    /** The worker of all but what is done inside volumes. */
    void work(OdooShell shell) {
        work(shell, instances, client, List.of());
    }

    /** The same with instances of another kind, and a client of the worker's own. */
    void work(OdooShell shell, Instances acting, KubernetesClient own, List<WorkerInterceptor> interceptors) {
        WorkerFactory factory = WorkerFactory.newInstance(host.client(), WorkerProcess.factoryOptions(interceptors));
        Worker all = factory.newWorker(host.queue);
        StoredBackups backups = new StoredBackups(
                new S3BackupStore(host.secrets(), Patience.DEFAULT),
                new PgRestore(host.real.script("odoo/bin/pg_restore")));
        OdooDatabase odoo = new OdooDatabase(databases);
        Workflows.register(all, false);
        all.registerActivitiesImplementations(
                new InstanceSteps(acting),
                new SourceSteps(backups),
                new DatabaseSteps(
                        acting, databases, backups, new ParallelLoader(databases, LoadConnections.of(2)), odoo),
                new FilestoreSteps(acting, new KubernetesFilestores(own, this::login, settings())),
                new OdooSteps(shell, odoo, databases),
                new StatusSteps(new LocalStatuses(), acting, databases),
                new TemporalLocks(host.client(), host.queue),
                new TemporalRetention(host.client(), host.queue));
        factory.start();
        worker = Optional.of(factory);
    }

    /** A sample backup of about so many bytes. */
    Source uploadSample(long bytes) {
        return upload("sample.zip", host.sample(Options.ofSize(bytes)));
    }

    Source upload(String key, Path file) {
        return upload(key, file, Optional.empty());
    }

    /** One that is read with the keys in a secret of its own. */
    Source upload(String key, Path file, Optional<String> secretRef) {
        Source.S3 uploaded = host.upload(key, file);
        return new Source.S3(
                uploaded.bucket(),
                uploaded.key(),
                secretRef.or(uploaded::secretRef),
                Optional.of("http://" + BRIDGE + ":" + s3.port()),
                uploaded.region(),
                uploaded.pathStyle(),
                uploaded.caSecretRef());
    }

    /** Those that are not about to go. */
    List<GenericKubernetesResource> snapshots() {
        return snapshots(namespace);
    }

    /** @param change a JSON merge patch: null takes away */
    static void merge(EditReplacePatchable<?> into, String change) {
        into.patch(PatchContext.of(PatchType.JSON_MERGE), change);
    }

    /** The one for a pair's filestore, also when it is going. */
    Resource<GenericKubernetesResource> snapshot(StoragePair pair) {
        return client.genericKubernetesResources(SNAPSHOT)
                .inNamespace(namespace)
                .withName(pair.filestore().value());
    }

    /**
     * Whether it is ready and nobody is at it any more. What is deleted before that may be overlooked by the driver's sidecar
     * until its next full look, after a quarter of an hour: it ignores what it has written itself, also when that is what
     * kept it from the deletion (external-snapshotter 8.3, {@code ShouldEnqueueContentChange}).
     */
    boolean settled(GenericKubernetesResource snapshot) {
        String content = snapshot.get("status", "boundVolumeSnapshotContentName");
        return ready(snapshot)
                && !client.genericKubernetesResources(SNAPSHOT_CONTENT)
                        .withName(content)
                        .require()
                        .getMetadata()
                        .getAnnotations()
                        .containsKey("snapshot.storage.kubernetes.io/volumesnapshot-being-created");
    }

    /** A snapshot, or a content. */
    static boolean ready(GenericKubernetesResource made) {
        return Boolean.TRUE.equals(made.<Object>get("status", "readyToUse"));
    }

    List<GenericKubernetesResource> snapshots(String of) {
        return client.genericKubernetesResources(SNAPSHOT).inNamespace(of).list().getItems().stream()
                .filter(one -> one.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    List<Pod> volumePods() {
        return client.pods()
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/name", "odooctl-volume-worker")
                .list()
                .getItems();
    }

    @Override
    public void close() {
        worker.ifPresent(WorkerFactory::shutdownNow);
        client.namespaces().withName(namespace).delete();
        client.close();
        postgres.close();
        s3.close();
        temporal.close();
        host.close();
    }
}
