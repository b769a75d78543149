package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.port.Databases.Access;
import io.bemade.odoo.activities.port.OdooShell;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Odoo's own command line in a Job with the instance's image, configuration and volumes, the pair's claim in the place of
 * the one in use. The login is in a secret that goes with the Job. Whoever deletes the Job, at any time, has it run again:
 * commands must be safe to repeat. A step that is no longer wanted takes its Job along.
 */
public final class KubernetesOdooShell implements OdooShell {
    private static final String PREFIX = "odooctl-odoo-";

    private final KubernetesClient client;
    private final OdooInstances instances;
    private final Claims claims;
    private final Duration patience;

    /** @param patience how long a pod may take until it runs; then {@code UNAVAILABLE}, with the reason */
    public KubernetesOdooShell(KubernetesClient client, Duration patience) {
        this.client = client;
        this.instances = new OdooInstances(client);
        this.claims = new Claims(client);
        this.patience = patience;
    }

    /** Every instance names an image. */
    @Override
    public boolean available(InstanceRef instance) {
        return instances.find(instance).isPresent();
    }

    @Override
    public Result run(StoragePair pair, Access access, List<String> arguments, Pulse pulse) {
        OdooInstance instance = instances.require(pair.instance());
        Optional<PodSpec> workload = instances.workload(instance);
        PersistentVolumeClaim claim = claims.find(pair).orElseThrow(() -> Claims.missing(pair));
        String of = pair.filestore() + "-" + Names.digest(String.join(" ", arguments));
        OdooJob job =
                new OdooJob(Names.of(PREFIX, of), instance, workload, pair, arguments, node(instance, workload, claim));
        JobRun.End end = new JobRun(client, patience, job.job(), job.secret(access)).run(pulse);
        return new Result(end.exit(), end.tail().replace(access.password(), "***"));
    }

    /** Where the pair's volume, or another one that the Job mounts, is held already. */
    private Optional<String> node(OdooInstance instance, Optional<PodSpec> workload, PersistentVolumeClaim claim) {
        Optional<String> replaced = instances.currentClaim(instance);
        Stream<PersistentVolumeClaim> others = workload.stream()
                .flatMap(pod -> pod.getVolumes().stream())
                .map(volume -> volume.getPersistentVolumeClaim())
                .filter(Objects::nonNull)
                .map(source -> source.getClaimName())
                .filter(name -> !Optional.of(name).equals(replaced))
                .flatMap(name -> claims.find(claim.getMetadata().getNamespace(), name).stream());
        return Stream.concat(Stream.of(claim), others)
                .flatMap(mounted -> claims.boundNode(mounted).stream())
                .findFirst();
    }
}
