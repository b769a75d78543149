package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.crds.OdooInstanceSpec;
import io.bemade.odoo.workflows.activity.InstanceActivities.Announcement;
import io.bemade.odoo.workflows.activity.InstanceActivities.Remains;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instances that are {@code OdooInstance} resources and run as Deployments which those name. A Deployment says which pair
 * is in use: the database by an argument or a variable of Odoo's container, the filestore by the volume claim that this
 * container mounts at {@code spec.filestore.mountPath}. The role is the {@code username} of {@code spec.database
 * .roleSecretRef}. What must outlive us is in annotations of the Deployment.
 */
public final class KubernetesInstances implements Instances {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesInstances.class);

    private final KubernetesClient client;
    private final Patience patience;
    private final Neighbours neighbours;
    private final KubernetesSecrets secrets;
    private final InstanceEvents events;
    private final LoginPage page = new LoginPage();

    /** @param namespaces whose instances there are; empty = the whole cluster */
    public KubernetesInstances(KubernetesClient client, Set<String> namespaces, Patience patience) {
        this.client = client;
        this.patience = patience;
        this.neighbours = new Neighbours(client, namespaces);
        this.secrets = new KubernetesSecrets(client);
        this.events = new InstanceEvents(client);
    }

    @Override
    public List<InstanceRef> list() {
        return neighbours.list().stream().map(Adopted::instance).toList();
    }

    @Override
    public InstanceDescription describe(InstanceRef instance) {
        Adopted adopted = neighbours.get(instance);
        refuseDeleted(adopted);
        OdooInstanceSpec spec = adopted.spec();
        Optional<StoragePair> current = adopted.current();
        neighbours.refuseShared(adopted, current);
        Optional<ProductionOf> production = ProductionOf.of(client, adopted);
        return new InstanceDescription(
                instance,
                InstanceType.valueOf(spec.instanceType().name()),
                spec.fqdns(),
                spec.database().server(),
                secrets.get(
                                instance.namespace(),
                                spec.database().roleSecretRef().name())
                        .require("username"),
                Optional.ofNullable(spec.database().nameOverride()),
                odooMajor(adopted),
                current,
                production.map(ProductionOf::instance),
                production.flatMap(ProductionOf::refusal),
                Duration.parse(spec.retention()));
    }

    /** What runs says it; else what is meant to. */
    private static Optional<Integer> odooMajor(Adopted adopted) {
        return ImageTag.odooMajor(adopted.web().template().image())
                .or(() -> ImageTag.odooMajor(adopted.spec().image()));
    }

    @Override
    public void fence(InstanceRef instance, long ticket) {
        neighbours.get(instance).workloads().forEach(workload -> workload.fence(ticket));
    }

    @Override
    public boolean serving(InstanceRef instance, Pulse pulse) {
        return rollout(neighbours.get(instance)).serving();
    }

    @Override
    public void stop(InstanceRef instance, long ticket, Pulse pulse) {
        Adopted adopted = neighbours.get(instance);
        adopted.workloads().forEach(workload -> workload.stop(ticket));
        new Departure(instance, adopted.workloads().toList(), patience.stop()).await(pulse);
    }

    /** The web Deployment gets one replica where none is remembered; the other one stays as it was found. */
    @Override
    public void start(InstanceRef instance, long ticket, Pulse pulse) {
        Adopted adopted = neighbours.get(instance);
        adopted.web().start(ticket, 1);
        adopted.cron().ifPresent(cron -> cron.start(ticket, 0));
    }

    @Override
    public void point(StoragePair pair, String operation, long ticket) {
        neighbours
                .get(pair.instance())
                .workloads()
                .forEach(workload -> workload.point(pair, change(pair, operation), ticket));
    }

    @Override
    public void pointBack(StoragePair pair, String operation, long ticket) {
        neighbours
                .get(pair.instance())
                .workloads()
                .forEach(workload -> workload.pointBack(change(pair, operation), ticket));
    }

    private static String change(StoragePair pair, String operation) {
        return operation + " to " + pair.database();
    }

    @Override
    public void awaitReady(InstanceRef instance, Pulse pulse) {
        rollout(neighbours.get(instance)).awaitReady(pulse);
    }

    /** Nothing is begun on what is about to go; its removal asks for {@link #remains}. */
    private static void refuseDeleted(Adopted adopted) {
        if (adopted.resource().isMarkedForDeletion()) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST, "OdooInstance " + adopted.instance() + " is being deleted");
        }
    }

    /** A Deployment that was deleted with the instance is not missed. */
    @Override
    public Remains remains(InstanceRef instance) {
        Adopted adopted = neighbours.get(instance);
        Optional<StoragePair> current = unlessGone(adopted::left).flatMap(pair -> pair);
        neighbours.refuseShared(adopted, current);
        OdooInstanceSpec spec = adopted.spec();
        return new Remains(
                spec.database().server(),
                InstanceType.valueOf(spec.instanceType().name()),
                current);
    }

    @Override
    public void dismantle(InstanceRef instance, long ticket, Pulse pulse) {
        Adopted adopted = neighbours.get(instance);
        while (unlessGone(() -> dismantle(adopted, ticket, pulse)).isEmpty()) {
            LOG.info("{}: a Deployment went while it was stopped", instance);
        }
    }

    private boolean dismantle(Adopted adopted, long ticket, Pulse pulse) {
        List<Workload> left = adopted.workloads().filter(Workload::exists).toList();
        left.forEach(workload -> workload.stop(ticket));
        new Departure(adopted.instance(), left, patience.stop()).await(pulse);
        left.forEach(workload -> workload.release(ticket));
        return true;
    }

    /** Empty when a Deployment is not there, or not there any more. */
    private static <T> Optional<T> unlessGone(Supplier<T> look) {
        try {
            return Optional.of(look.get());
        } catch (OrchestratorException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void announce(Announcement announcement) {
        if (announcement.good()) {
            LOG.info("{}: {} ({})", announcement.instance(), announcement.message(), announcement.operation());
        } else {
            LOG.warn("{}: {} ({})", announcement.instance(), announcement.message(), announcement.operation());
        }
        events.announce(neighbours.get(announcement.instance()).resource(), announcement);
    }

    private Rollout rollout(Adopted adopted) {
        return new Rollout(client, adopted, patience, page);
    }
}
