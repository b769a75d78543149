package io.bemade.odoo.starter.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** One custom resource in its one life: another of the same name has another uid. */
record ResourceKey(Kind kind, String namespace, String name, String uid) {
    static ResourceKey of(HasMetadata resource) {
        return new ResourceKey(
                Kind.of(resource),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName(),
                resource.getMetadata().getUid());
    }

    @Override
    public String toString() {
        return kind.plural() + " " + namespace + "/" + name;
    }
}
