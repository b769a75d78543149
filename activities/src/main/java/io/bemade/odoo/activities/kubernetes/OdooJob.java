package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.port.Databases.Access;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
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
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Job that runs one command of Odoo as the instance would: its image, its volumes, its variables, its configuration file
 * with other values for database and data. Containers that the workload starts before Odoo are left out.
 *
 * @param workload pod of the instance's Deployment; absent = the image is all there is
 * @param node where the pod has to be
 */
record OdooJob(
        String name,
        OdooInstance instance,
        Optional<PodSpec> workload,
        StoragePair pair,
        List<String> arguments,
        Optional<String> node) {
    /** Key of the secret that holds what is put into the configuration. */
    static final String OPTIONS = "options";

    private static final String APP = "odooctl-odoo";
    private static final String SECRET_PATH = "/odooctl/secret";
    private static final String WORK_PATH = "/odooctl/work";
    private static final int READABLE = 0444;
    private static final int TTL_SECONDS = 600;
    private static final long DEADLINE_SECONDS = 7 * 3600;
    private static final Set<String> DROPPED = Set.of("HOST", "PORT", "USER", "PASSWORD", "PASSWORD_FILE", "ODOO_RC");
    private static final Pattern PROGRAM = Pattern.compile("(.*/)?odoo(-bin)?");

    /** Odoo heeds PG variables before its configuration; what its configuration says of other databases and log files goes. */
    private static final String SCRIPT = """
            set -eu
            for name in $(env | sed -n 's/^\\(PG[A-Z0-9_]*\\)=.*/\\1/p'); do unset "$name"; done
            conf=%1$s/odoo.conf
            keys='^(db_host|db_port|db_user|db_password|db_name|dbfilter|data_dir|list_db|logfile|syslog)[[:space:]]*[=:]'
            umask 077
            if grep -q '^\\[options\\]' "$ODOOCTL_BASE" 2>/dev/null; then
                grep -viE "$keys" "$ODOOCTL_BASE" | sed '/^\\[options\\]/r %2$s/options' > $conf
            else
                { echo '[options]'; cat %2$s/options; } > $conf
            fi
            exec "$ODOOCTL_PROGRAM" "$@" -c $conf -d "$ODOOCTL_DATABASE"
            """.formatted(WORK_PATH, SECRET_PATH);

    Job job() {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(pair.instance().namespace())
                .withLabels(Jobs.labels(pair, APP))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(DEADLINE_SECONDS)
                .withTtlSecondsAfterFinished(TTL_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(Jobs.podLabels(pair, APP, name))
                .endMetadata()
                .withSpec(pod())
                .endTemplate()
                .endSpec()
                .build();
    }

    private PodSpec pod() {
        Affinity affinity = node.map(VolumeJob::on).orElse(null);
        PodSpecBuilder pod = new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withAffinity(affinity)
                .withSecurityContext(podSecurity())
                .withContainers(container())
                .withVolumes(volumes());
        workload.ifPresent(like -> pod.withServiceAccountName(like.getServiceAccountName())
                .withImagePullSecrets(like.getImagePullSecrets())
                .withTolerations(like.getTolerations())
                .withNodeSelector(like.getNodeSelector()));
        return pod.build();
    }

    private Optional<Container> odoo() {
        return workload.flatMap(pod -> OdooInstances.odoo(pod, mountPath()));
    }

    private String mountPath() {
        return instance.getSpec().filestore().mountPath();
    }

    private PodSecurityContext podSecurity() {
        PodSecurityContextBuilder security = workload.map(PodSpec::getSecurityContext)
                .map(PodSecurityContextBuilder::new)
                .orElseGet(() -> new PodSecurityContextBuilder()
                        .withRunAsNonRoot(true)
                        .withRunAsUser(100L)
                        .withRunAsGroup(101L)
                        .withFsGroup(101L));
        if (!security.hasSeccompProfile()) {
            security.withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile();
        }
        return security.build();
    }

    private SecurityContext containerSecurity() {
        return odoo().map(Container::getSecurityContext)
                .map(SecurityContextBuilder::new)
                .orElseGet(SecurityContextBuilder::new)
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    private Container container() {
        List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "odoo"));
        command.addAll(arguments);
        addonsPath().ifPresent(path -> command.add("--addons-path=" + path));
        ContainerBuilder container = new ContainerBuilder()
                .withName("odoo")
                .withImage(instance.getSpec().image())
                .withCommand(command)
                .withEnv(environment())
                .withSecurityContext(containerSecurity())
                .withVolumeMounts(mounts());
        odoo().ifPresent(like -> container
                .withImagePullPolicy(like.getImagePullPolicy())
                .withEnvFrom(like.getEnvFrom())
                .withResources(like.getResources()));
        return container.build();
    }

    private List<EnvVar> environment() {
        List<EnvVar> variables = new ArrayList<>();
        odoo().ifPresent(like -> like.getEnv().stream()
                .filter(variable -> !DROPPED.contains(variable.getName()))
                .filter(variable -> !variable.getName().startsWith("PG"))
                .forEach(variables::add));
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put("ODOOCTL_BASE", baseConfiguration());
        ours.put("ODOOCTL_PROGRAM", program());
        ours.put("ODOOCTL_DATABASE", pair.database().value());
        ours.forEach((key, value) ->
                variables.add(new EnvVarBuilder().withName(key).withValue(value).build()));
        return variables;
    }

    private String program() {
        return odoo().map(Container::getCommand).orElse(List.of()).stream()
                .filter(word -> PROGRAM.matcher(word).matches())
                .findFirst()
                .orElse("odoo");
    }

    private String baseConfiguration() {
        return option("-c", "--config")
                .or(() -> odoo().flatMap(like -> like.getEnv().stream()
                        .filter(variable -> variable.getName().equals("ODOO_RC") && variable.getValue() != null)
                        .map(EnvVar::getValue)
                        .findFirst()))
                .orElse("/etc/odoo/odoo.conf");
    }

    private Optional<String> addonsPath() {
        return option("--addons-path", "--addons-path");
    }

    /** Among the workload's own arguments. */
    private Optional<String> option(String shortName, String longName) {
        List<String> words = new ArrayList<>();
        odoo().ifPresent(like -> {
            words.addAll(like.getCommand());
            words.addAll(like.getArgs());
        });
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith(longName + "=")) {
                return Optional.of(word.substring(longName.length() + 1));
            }
            if ((word.equals(shortName) || word.equals(longName)) && i + 1 < words.size()) {
                return Optional.of(words.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private List<VolumeMount> mounts() {
        List<VolumeMount> mounts = new ArrayList<>();
        odoo().ifPresent(like -> like.getVolumeMounts().stream()
                .filter(mount -> !mount.getMountPath().equals(mountPath()))
                .forEach(mounts::add));
        Optional<VolumeMount> data = odoo().flatMap(like -> OdooInstances.mount(like, mountPath()));
        mounts.add(new VolumeMountBuilder()
                .withName("odooctl-filestore")
                .withMountPath(mountPath())
                .withSubPath(data.map(VolumeMount::getSubPath).orElse(null))
                .build());
        mounts.add(new VolumeMountBuilder()
                .withName("odooctl-secret")
                .withMountPath(SECRET_PATH)
                .withReadOnly(true)
                .build());
        mounts.add(new VolumeMountBuilder()
                .withName("odooctl-work")
                .withMountPath(WORK_PATH)
                .build());
        return mounts;
    }

    private List<Volume> volumes() {
        Set<String> mounted = mounts().stream().map(VolumeMount::getName).collect(Collectors.toSet());
        List<Volume> volumes = new ArrayList<>();
        workload.ifPresent(like -> like.getVolumes().stream()
                .filter(volume -> mounted.contains(volume.getName()))
                .forEach(volumes::add));
        volumes.add(new VolumeBuilder()
                .withName("odooctl-filestore")
                .withNewPersistentVolumeClaim(pair.filestore().value(), false)
                .build());
        volumes.add(new VolumeBuilder()
                .withName("odooctl-secret")
                .withNewSecret()
                .withSecretName(name)
                .withDefaultMode(READABLE)
                .endSecret()
                .build());
        volumes.add(new VolumeBuilder()
                .withName("odooctl-work")
                .withNewEmptyDir()
                .endEmptyDir()
                .build());
        return volumes;
    }

    /** Lines for section {@code [options]}, by the secret's key. */
    Map<String, String> secret(Access access) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("db_host", access.host());
        settings.put("db_port", String.valueOf(access.port()));
        settings.put("db_user", access.user());
        settings.put("db_password", access.password());
        settings.put("db_name", pair.database().value());
        settings.put("data_dir", mountPath());
        settings.put("list_db", "False");
        StringBuilder lines = new StringBuilder();
        settings.forEach(
                (key, value) -> lines.append(key).append(" = ").append(value).append('\n'));
        return Map.of(OPTIONS, lines.toString());
    }
}
