package io.bemade.odoo.activities.kubernetes;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables by which a Deployment's Odoo may be configured. Odoo 19 reads {@code PGDATABASE}, {@code ODOO_DBFILTER} and
 * {@code ODOO_LIST_DB} itself; for an image that wants others they are named by annotations of the Deployment.
 *
 * @param chosen whether the annotation says that the database is given by a variable
 */
record VariableNames(boolean chosen, String database, String filter, String list) {
    static final String DATABASE = "bemade.io/database-variable";
    static final String FILTER = "bemade.io/db-filter-variable";
    static final String LIST = "bemade.io/list-db-variable";

    static VariableNames of(Deployment deployment) {
        Map<String, String> annotations =
                Optional.ofNullable(deployment.getMetadata().getAnnotations()).orElse(Map.of());
        return new VariableNames(
                annotations.containsKey(DATABASE),
                annotations.getOrDefault(DATABASE, "PGDATABASE"),
                annotations.getOrDefault(FILTER, "ODOO_DBFILTER"),
                annotations.getOrDefault(LIST, "ODOO_LIST_DB"));
    }

    List<String> all() {
        return List.of(database, filter, list);
    }
}
