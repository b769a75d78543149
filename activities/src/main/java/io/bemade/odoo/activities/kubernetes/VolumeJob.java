package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Job of one volume worker. It never completes by itself: a pod that ends, even in order, is replaced, until the Job is
 * deleted or too old.
 *
 * @param name of the Job and of the secret with its database login
 * @param node where the pod has to be; absent = anywhere
 * @param user uid of Odoo, and so of the files
 * @param group gid of Odoo
 * @param source claim that can be read beside the pair's own
 * @param secrets mounted where they exist, beside the one that a source need not name
 */
record VolumeJob(
        String name,
        StoragePair pair,
        ClaimMark mark,
        Optional<String> node,
        long user,
        long group,
        Optional<String> source,
        List<String> secrets,
        VolumeWorkerSettings settings) {
    static final String VOLUMES = "/volumes";
    static final String SECRETS = "/etc/odooctl/secrets";
    /** Name, among the worker's secrets, of its database login. */
    static final String LOGIN = "odooctl-database";

    private static final int PORT = 9464;
    /** A pod that is deleted by hand counts as a failure; none of them is the last. */
    private static final int BACKOFF_LIMIT = 1000;
    /** Longer than the worker's own grace for what is under way. */
    private static final long GRACE_SECONDS = 45;

    private static final int TTL_SECONDS = 600;
    private static final int OWNER_AND_GROUP_READ = 0440;

    static String queue(StoragePair pair) {
        return "volume/" + pair.instance().namespace() + "/" + pair.filestore();
    }

    /** Deletes the pair's files in a volume that was there before us, and completes. */
    Job cleanup() {
        return new JobBuilder(job("volume-cleanup"))
                .editSpec()
                .withBackoffLimit(0)
                .editTemplate()
                .editSpec()
                .withRestartPolicy("Never")
                .editFirstContainer()
                .withReadinessProbe(null)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Works until it is deleted. */
    Job job() {
        return job("volume-worker");
    }

    private Job job(String does) {
        String app = "odooctl-" + does;
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(pair.instance().namespace())
                .withLabels(Jobs.labels(pair, app))
                .withAnnotations(mark.annotations())
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(BACKOFF_LIMIT)
                .withActiveDeadlineSeconds(settings.longest().toSeconds())
                .withTtlSecondsAfterFinished(TTL_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(Jobs.podLabels(pair, app, name))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("OnFailure")
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withImagePullSecrets(settings.pullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withAffinity(node.map(VolumeJob::on).orElse(null))
                .withSecurityContext(podSecurity())
                .withContainers(container(does))
                .withVolumes(mounted().stream().map(Mounted::volume).toList())
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** By the node's own name, whatever it is labelled; the scheduler still has its say about room and taints. */
    static Affinity on(String node) {
        return new AffinityBuilder()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .addNewMatchField()
                .withKey("metadata.name")
                .withOperator("In")
                .withValues(node)
                .endMatchField()
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .build();
    }

    private PodSecurityContext podSecurity() {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(user)
                .withRunAsGroup(group)
                .withFsGroup(group)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    private static SecurityContext containerSecurity() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    private Container container(String does) {
        return new ContainerBuilder()
                .withName(does)
                .withImage(settings.image())
                .withImagePullPolicy(settings.pullPolicy())
                .withArgs(does)
                .withEnv(environment())
                .withEnvFrom(environmentFrom())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withResources(resources())
                .withSecurityContext(containerSecurity())
                .withVolumeMounts(mounted().stream().map(Mounted::mount).toList())
                .addNewPort()
                .withName("health")
                .withContainerPort(PORT)
                .endPort()
                .withNewReadinessProbe()
                .withPeriodSeconds(1)
                .withTimeoutSeconds(5)
                .withNewHttpGet()
                .withPath("/readyz")
                .withNewPort("health")
                .endHttpGet()
                .endReadinessProbe()
                .build();
    }

    private List<EnvVar> environment() {
        Map<String, String> variables = new LinkedHashMap<>(settings.environment());
        variables.put("ODOOCTL_TASK_QUEUE", queue(pair));
        variables.put("ODOOCTL_LISTEN", "0.0.0.0:" + PORT);
        variables.put("ODOOCTL_SECRETS", SECRETS);
        variables.put("ODOOCTL_VOLUMES", VOLUMES);
        variables.put("ODOOCTL_LOGIN", LOGIN);
        variables.put("ODOOCTL_INSTANCE", pair.instance().toString());
        variables.put("ODOOCTL_SERVER", pair.server());
        variables.put("ODOOCTL_DATABASE", pair.database().value());
        variables.put("ODOOCTL_FILESTORE", pair.filestore().value());
        variables.put("ODOOCTL_OPERATION", mark.operation());
        variables.put("ODOOCTL_CREATED_AT", mark.createdAt());
        return variables.entrySet().stream()
                .map(variable -> new EnvVar(variable.getKey(), variable.getValue(), null))
                .toList();
    }

    private List<EnvFromSource> environmentFrom() {
        return settings.environmentFrom().stream()
                .map(secret -> new EnvFromSourceBuilder()
                        .withNewSecretRef(secret, false)
                        .build())
                .toList();
    }

    private ResourceRequirements resources() {
        return new ResourceRequirementsBuilder()
                .withRequests(quantities(settings.requests()))
                .withLimits(quantities(settings.limits()))
                .build();
    }

    private static Map<String, Quantity> quantities(Map<String, String> amounts) {
        return amounts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, amount -> Quantity.parse(amount.getValue())));
    }

    /** A volume of the pod, and where its container has it. */
    private record Mounted(Volume volume, VolumeMount mount) {
        static Mounted at(String path, boolean readOnly, VolumeBuilder volume) {
            return new Mounted(
                    volume.build(),
                    new VolumeMountBuilder()
                            .withName(volume.getName())
                            .withMountPath(path)
                            .withReadOnly(readOnly)
                            .build());
        }

        static Mounted claim(String volume, String claim, boolean readOnly) {
            return at(
                    VOLUMES + "/" + claim,
                    readOnly,
                    new VolumeBuilder().withName(volume).withNewPersistentVolumeClaim(claim, readOnly));
        }

        static Mounted secret(String volume, String secret, String name, boolean optional) {
            return at(
                    SECRETS + "/" + name,
                    true,
                    new VolumeBuilder()
                            .withName(volume)
                            .withNewSecret()
                            .withSecretName(secret)
                            .withDefaultMode(OWNER_AND_GROUP_READ)
                            .withOptional(optional)
                            .endSecret());
        }
    }

    private List<Mounted> mounted() {
        List<Mounted> all = new ArrayList<>();
        all.add(Mounted.claim("filestore", pair.filestore().value(), false));
        // Read-only as a claim as well: else its files would be given to this pod's group.
        source.ifPresent(claim -> all.add(Mounted.claim("source", claim, true)));
        all.add(Mounted.at(
                "/tmp",
                false,
                new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir()));
        all.add(Mounted.secret("login", name, LOGIN, false));
        List<String> sources = Stream.concat(Stream.of(Source.S3.DEFAULT_SECRET), secrets.stream())
                .distinct()
                .toList();
        for (int i = 0; i < sources.size(); i++) {
            all.add(Mounted.secret("secret-" + i, sources.get(i), sources.get(i), true));
        }
        return all;
    }
}
