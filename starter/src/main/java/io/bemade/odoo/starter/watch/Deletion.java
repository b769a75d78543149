package io.bemade.odoo.starter.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A deletion waits for nothing but Temporal's word that it will cancel, and not even for that where a person says so. */
final class Deletion {
    private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);

    private Deletion() {}

    /** Cancels; what it throws is only logged when the resource is forced. */
    static void cancelOrForce(HasMetadata resource, Runnable cancel) {
        try {
            cancel.run();
        } catch (RuntimeException e) {
            if (!forced(resource)) {
                throw e;
            }
            LOG.warn("{} goes although its operation could not be cancelled", ResourceKey.of(resource), e);
        }
    }

    static boolean forced(HasMetadata resource) {
        return Optional.ofNullable(resource.getMetadata().getAnnotations()).orElse(Map.of()).entrySet().stream()
                .anyMatch(entry -> entry.getKey().equals(Cluster.FORCE_DELETE)
                        && entry.getValue().equals("true"));
    }
}
