package io.bemade.odoo.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A Deployment that an instance has adopted. Every change is one patch that the API server takes only if nobody changed the
 * Deployment since it was read, and that bears the ticket; when somebody did, it is read and thought over again.
 */
final class Workload {
    private static final String RESOURCE = "deployments.apps";
    private static final PatchContext PATCH = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("odoo-orchestrator")
            .build();

    private final KubernetesClient client;
    private final InstanceRef instance;
    private final String name;
    private final String mountPath;
    private final KubernetesSerialization json;

    /** @param mountPath where Odoo's container has the filestore */
    Workload(KubernetesClient client, InstanceRef instance, String name, String mountPath) {
        this.client = client;
        this.instance = instance;
        this.name = name;
        this.mountPath = mountPath;
        this.json = client.getKubernetesSerialization();
    }

    String name() {
        return name;
    }

    boolean exists() {
        return KubernetesFailures.attempt(
                        call("get"), () -> Optional.ofNullable(resource().get()))
                .isPresent();
    }

    /** @throws OrchestratorException {@code NOT_FOUND} when there is no such Deployment */
    Deployment read() {
        return KubernetesFailures.require(call("get"), resource()::get);
    }

    OdooTemplate template() {
        return new OdooTemplate(read(), mountPath);
    }

    /** Running or about to, or on the way out; of this Deployment, whatever else bears its labels. */
    List<Pod> pods() {
        return pods(read());
    }

    List<Pod> pods(Deployment deployment) {
        return KubernetesFailures.attempt(
                new Call("list", "pods", instance.namespace(), ""),
                () -> client
                        .pods()
                        .inNamespace(instance.namespace())
                        .withLabelSelector(deployment.getSpec().getSelector())
                        .list()
                        .getItems()
                        .stream()
                        .filter(this::owned)
                        .toList());
    }

    /** A ReplicaSet is called like its Deployment and the hash of its template. */
    private boolean owned(Pod pod) {
        String hash = pod.getMetadata().getLabels().getOrDefault("pod-template-hash", "");
        return pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner ->
                        owner.getKind().equals("ReplicaSet") && owner.getName().equals(name + "-" + hash));
    }

    void fence(long ticket) {
        change(ticket, deployment -> deployment);
    }

    /** To no replicas; how many there were is kept. */
    void stop(long ticket) {
        change(ticket, deployment -> {
            int replicas = replicas(deployment);
            return replicas == 0 ? deployment : scaled(new Marks(deployment).with(Marks.REPLICAS, replicas), 0);
        });
    }

    /** To as many replicas as were kept. */
    void start(long ticket, int atLeast) {
        change(ticket, deployment -> {
            Marks marks = new Marks(deployment);
            int kept = (int) marks.number(Marks.REPLICAS);
            int now = replicas(deployment);
            return scaled(marks.without(Marks.REPLICAS), now > 0 ? now : Math.max(atLeast, kept));
        });
    }

    void point(StoragePair pair, String change, long ticket) {
        change(ticket, deployment -> {
            OdooTemplate template = new OdooTemplate(deployment, mountPath);
            Optional<Kept> before =
                    kept(deployment).filter(kept -> kept.change().equals(change));
            Kept kept = before.orElseGet(() -> template.kept(change));
            Deployment pointed =
                    template.pointed(pair.database(), pair.filestore().value());
            return new Marks(pointed).with(Kept.ANNOTATION, json.asJson(kept));
        });
    }

    /** Names neither a database nor a volume claim any more. */
    void release(long ticket) {
        change(
                ticket,
                deployment -> new Marks(new OdooTemplate(deployment, mountPath).released()).without(Kept.ANNOTATION));
    }

    void pointBack(String change, long ticket) {
        change(
                ticket,
                deployment -> kept(deployment)
                        .filter(kept -> kept.change().equals(change))
                        .map(kept -> new Marks(kept.restored(deployment)).without(Kept.ANNOTATION))
                        .orElse(deployment));
    }

    private Optional<Kept> kept(Deployment deployment) {
        return new Marks(deployment).get(Kept.ANNOTATION).map(text -> json.unmarshal(text, Kept.class));
    }

    private void change(long ticket, UnaryOperator<Deployment> edit) {
        KubernetesFailures.contended(call("patch"), () -> tryToChange(ticket, edit));
    }

    private void tryToChange(long ticket, UnaryOperator<Deployment> edit) {
        Deployment before = read();
        refuseOutdated(before, ticket);
        Deployment after = new Marks(edit.apply(before)).with(Marks.TICKET, ticket);
        ObjectNode patch = MergePatch.between(node(before), node(after));
        if (patch.isEmpty()) {
            return;
        }
        patch.withObject("/metadata")
                .put("resourceVersion", before.getMetadata().getResourceVersion());
        resource().patch(PATCH, patch.toString());
    }

    private void refuseOutdated(Deployment deployment, long ticket) {
        long seen = new Marks(deployment).number(Marks.TICKET);
        if (ticket < seen) {
            throw new OrchestratorException(
                    ErrorCode.FENCED_OFF,
                    "a newer operation works on " + instance + " (ticket " + seen + "; this one has " + ticket
                            + "): this one does nothing any more");
        }
    }

    private JsonNode node(Deployment deployment) {
        return json.convertValue(deployment, JsonNode.class);
    }

    private RollableScalableResource<Deployment> resource() {
        return client.apps().deployments().inNamespace(instance.namespace()).withName(name);
    }

    private Call call(String verb) {
        return new Call(verb, RESOURCE, instance.namespace(), name);
    }

    static int replicas(Deployment deployment) {
        Integer replicas = deployment.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    private static Deployment scaled(Deployment deployment, int replicas) {
        return new DeploymentBuilder(deployment)
                .editSpec()
                .withReplicas(replicas)
                .endSpec()
                .build();
    }

    /** An evicted pod stays in the list, without processes. */
    static boolean ended(Pod pod) {
        return "Failed".equals(pod.getStatus().getPhase())
                || "Succeeded".equals(pod.getStatus().getPhase());
    }
}
