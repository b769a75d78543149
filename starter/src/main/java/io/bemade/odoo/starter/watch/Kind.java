package io.bemade.odoo.starter.watch;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceReload;
import io.bemade.odoo.crds.OdooInstanceRestore;
import io.bemade.odoo.crds.OdooInstanceRollback;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.stream.Stream;

/** The kinds of custom resources that are watched. */
enum Kind {
    INSTANCE(OdooInstance.class),
    RESTORE(OdooInstanceRestore.class),
    RELOAD(OdooInstanceReload.class),
    ROLLBACK(OdooInstanceRollback.class);

    private final Class<? extends HasMetadata> type;

    Kind(Class<? extends HasMetadata> type) {
        this.type = type;
    }

    Class<? extends HasMetadata> type() {
        return type;
    }

    /** As the API server and RBAC call it: {@code odooinstancerestores}. */
    String plural() {
        return HasMetadata.getPlural(type);
    }

    static Kind of(HasMetadata resource) {
        return Stream.of(values())
                .filter(kind -> kind.type.isInstance(resource))
                .findFirst()
                .orElseThrow();
    }
}
