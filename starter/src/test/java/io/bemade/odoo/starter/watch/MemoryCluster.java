package io.bemade.odoo.starter.watch;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OperationPhase;
import io.bemade.odoo.crds.OperationStatus;
import io.bemade.odoo.crds.projection.ResourceRef;
import io.bemade.odoo.starter.temporal.Order;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cluster and an engine that write down what they are asked, in order, and say what they are told to say. */
final class MemoryCluster implements Cluster, Engine {
    final List<String> journal = new ArrayList<>();
    final Map<String, OdooInstance> instances = new HashMap<>();
    final Map<String, String> namespaceAnnotations = new HashMap<>();
    final Map<String, End> ends = new HashMap<>();
    String forbidden = "";
    String gone = "";
    String unreachable = "";
    private int version = 1;

    @Override
    public String claim(HasMetadata resource) {
        return did("claim " + resource.getMetadata().getName());
    }

    @Override
    public void release(HasMetadata resource) {
        did("release " + resource.getMetadata().getName());
    }

    @Override
    public String noteInitialOperation(OdooInstance instance, String resourceVersion, String workflowId) {
        return did("note " + workflowId + " at " + resourceVersion);
    }

    @Override
    public void say(HasMetadata resource, String resourceVersion, OperationStatus status) {
        said(status, resourceVersion);
    }

    @Override
    public void say(OdooInstance instance, String resourceVersion, OperationStatus status, boolean complete) {
        said(status, resourceVersion + (complete ? ", complete" : ""));
    }

    @Override
    public void sayOfOperation(OdooInstance instance, String resourceVersion, OperationStatus status) {
        did("say of " + status.workflowId() + " " + status.phase() + " " + status.progress() + " at "
                + resourceVersion);
    }

    private void said(OperationStatus status, String where) {
        OperationPhase phase = status.phase();
        did("say " + phase + " '" + status.message() + "' at " + where);
    }

    @Override
    public Optional<OdooInstance> instance(String namespace, String name) {
        if (namespace.equals(forbidden)) {
            throw new Refusal("The watcher may not get odooinstances in namespace " + namespace);
        }
        return Optional.ofNullable(instances.get(namespace + "/" + name));
    }

    @Override
    public @Nullable String namespaceAnnotation(String namespace, String annotation) {
        return namespaceAnnotations.get(namespace);
    }

    @Override
    public void start(Order order, ResourceRef asker) {
        did("start " + order.workflowId());
    }

    @Override
    public void cancel(String workflowId, String why) {
        did("cancel " + workflowId);
    }

    @Override
    public Optional<End> end(String workflowId) {
        return Optional.ofNullable(ends.get(workflowId));
    }

    /** The resource version after it. */
    private String did(String what) {
        String verb = what.split(" ", 2)[0];
        journal.add(what);
        if (verb.equals(gone)) {
            throw new Gone(new IllegalStateException("not there"));
        }
        if (verb.equals(unreachable)) {
            throw new IllegalStateException(verb + " is not possible now");
        }
        version++;
        return String.valueOf(version);
    }
}
