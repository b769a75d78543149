package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What makes a claim ours: labels for those who list claims, annotations for what no label may hold. Nothing without it is
 * ever deleted.
 *
 * @param instance {@code namespace/name}
 * @param operation workflow id of the operation that made it; {@code adopted} for what was there before
 * @param createdAt ISO 8601
 */
record ClaimMark(String instance, String operation, String database, String createdAt) {
    static final String PRODUCT_LABEL = "bemade.io/product";
    static final String PRODUCT = "odoo-orchestrator";
    static final String INSTANCE_LABEL = "bemade.io/instance";

    /**
     * {@code building} when made, {@code retained} once its pair was replaced. Which pair is current says the instance's
     * workload, and nobody else: a pair that was gone back to keeps {@code retained}.
     */
    static final String STATE_LABEL = "bemade.io/state";

    static final String BUILDING = "building";
    static final String RETAINED = "retained";

    private static final String OPERATION = "bemade.io/operation";
    private static final String DATABASE = "bemade.io/database";
    private static final String CREATED_AT = "bemade.io/created-at";
    private static final String ADOPTED = "adopted";

    /** {@code namespace/name} of the instance, on what was made for it outside of its namespace. */
    private static final String MADE_FOR = "bemade.io/made-for";

    static ClaimMark of(Building building) {
        StoragePair pair = building.pair();
        return new ClaimMark(
                pair.instance().toString(),
                building.operation(),
                pair.database().value(),
                building.createdAt().toString());
    }

    static ClaimMark adopting(StoragePair pair) {
        return new ClaimMark(
                pair.instance().toString(), ADOPTED, pair.database().value(), "");
    }

    /** Empty when it bears none of ours. */
    static Optional<ClaimMark> of(ObjectMeta meta) {
        Map<String, String> labels = present(meta.getLabels());
        if (!PRODUCT.equals(labels.get(PRODUCT_LABEL))) {
            return Optional.empty();
        }
        Map<String, String> notes = present(meta.getAnnotations());
        return Optional.of(new ClaimMark(
                notes.getOrDefault(MADE_FOR, meta.getNamespace() + "/" + labels.getOrDefault(INSTANCE_LABEL, "")),
                notes.getOrDefault(OPERATION, ""),
                notes.getOrDefault(DATABASE, ""),
                notes.getOrDefault(CREATED_AT, "")));
    }

    private static Map<String, String> present(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    /** On things that are ours beyond doubt, for people who look at a namespace. */
    static Map<String, String> labels(StoragePair pair) {
        return Map.of(PRODUCT_LABEL, PRODUCT, INSTANCE_LABEL, pair.instance().name());
    }

    /** Of a thing that is made for a filestore, under the filestore's name. */
    static ObjectMeta metadata(Building building) {
        StoragePair pair = building.pair();
        ClaimMark mark = of(building);
        return new ObjectMetaBuilder()
                .withName(pair.filestore().value())
                .withNamespace(pair.instance().namespace())
                .withLabels(mark.labels(pair, BUILDING))
                .withAnnotations(mark.annotations())
                .build();
    }

    /** The same for a thing outside of the instance's namespace; null for one that is in none. */
    static ObjectMeta metadata(Building building, @Nullable String namespace, String name) {
        return new ObjectMetaBuilder(metadata(building))
                .withName(name)
                .withNamespace(namespace)
                .addToAnnotations(MADE_FOR, building.pair().instance().toString())
                .build();
    }

    Map<String, String> labels(StoragePair pair, String state) {
        return Map.of(PRODUCT_LABEL, PRODUCT, INSTANCE_LABEL, pair.instance().name(), STATE_LABEL, state);
    }

    Map<String, String> annotations() {
        return Map.of(OPERATION, operation, DATABASE, database, CREATED_AT, createdAt);
    }

    /** It was made, and never replaced by another. */
    static boolean building(ObjectMeta meta) {
        return BUILDING.equals(present(meta.getLabels()).get(STATE_LABEL));
    }

    boolean belongsTo(StoragePair pair) {
        return instance.equals(pair.instance().toString())
                && database.equals(pair.database().value());
    }

    boolean madeBy(Building building) {
        return belongsTo(building.pair()) && operation.equals(building.operation());
    }

    boolean adopted() {
        return operation.equals(ADOPTED);
    }
}
