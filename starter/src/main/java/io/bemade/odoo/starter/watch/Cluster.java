package io.bemade.odoo.starter.watch;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OperationStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a watcher changes and asks in the API server. Every change is made to the version of the resource that was seen:
 * {@link Stale} when there is a newer one, {@link Gone} when there is none.
 */
interface Cluster {
    /** While it is there, a deletion waits until the operation has been cancelled. */
    String FINALIZER = "bemade.io/cancel-operation";

    /** Annotation that, set to {@code true}, ends a deletion that waits, cancelled or not. */
    String FORCE_DELETE = "bemade.io/force-delete";

    /** Annotation of an instance: id of the workflow that filled it first, or tried to. */
    String INITIAL_OPERATION = "bemade.io/initial-operation";

    /** Puts our finalizer on the resource; the newer resource version. */
    String claim(HasMetadata resource);

    /** Takes our finalizer away; nothing when the resource is gone. */
    void release(HasMetadata resource);

    /** Notes on the instance that its first filling was asked for; the newer resource version. */
    String noteInitialOperation(OdooInstance instance, String resourceVersion, String workflowId);

    /** Writes an operation's status. */
    void say(HasMetadata resource, String resourceVersion, OperationStatus status);

    /**
     * Writes what the instance's status says of its first filling.
     *
     * @param complete writes {@code initialRestorationComplete: true} as well
     */
    void say(OdooInstance instance, String resourceVersion, OperationStatus status, boolean complete);

    /** Writes how the operation that the instance's status shows is, and nothing else of it. */
    void sayOfOperation(OdooInstance instance, String resourceVersion, OperationStatus status);

    /**
     * An instance as the API server has it now.
     *
     * @throws Refusal where the watcher may not look
     */
    Optional<OdooInstance> instance(String namespace, String name);

    /**
     * A namespace's annotation; null where it is not there.
     *
     * @throws Refusal where the watcher may not look
     */
    @Nullable
    String namespaceAnnotation(String namespace, String annotation);

    /** The resource has changed since it was seen: look again. */
    final class Stale extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stale(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** The resource is not there any more. */
    final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1;

        Gone(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }
}
