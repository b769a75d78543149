package io.bemade.odoo.activities.postgres;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Retirement;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.Json;
import io.bemade.odoo.workflows.model.StoragePair;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands on a database of ours, as JSON in {@code COMMENT ON DATABASE}. It is the truth about the pair; a database
 * without it is not ours.
 *
 * @param operation workflow id of the operation that built it; {@code adopted} for one that was there before us
 * @param neutralized whether it was made harmless
 * @param database on a builder role, which bears the mark while its database cannot: the database that it is to own
 * @param formerComment what somebody else had written there
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true) // a newer release may know more
record Mark(
        String product,
        InstanceRef instance,
        String operation,
        FilestoreName filestore,
        KeptPair.State state,
        Instant createdAt,
        boolean neutralized,
        Optional<DatabaseName> database,
        Optional<Instant> retiredAt,
        Optional<Instant> deleteAt,
        Optional<String> formerComment) {
    static final String PRODUCT = "odoo-orchestrator";

    /** Instead of an operation, for what was there before this product. */
    private static final String ADOPTED = "adopted";

    /** The mark in a comment; empty when somebody else wrote it. */
    static Optional<Mark> parse(@Nullable String comment) {
        if (comment == null || !comment.contains(PRODUCT)) {
            return Optional.empty();
        }
        try {
            Mark mark = Json.mapper().readValue(comment, Mark.class);
            return PRODUCT.equals(mark.product()) && mark.instance() != null && mark.state() != null
                    ? Optional.of(mark)
                    : Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    static Mark building(Building building) {
        return new Mark(
                PRODUCT,
                building.pair().instance(),
                building.operation(),
                building.pair().filestore(),
                KeptPair.State.BUILDING,
                building.createdAt(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Of a pair that was in use before this product came; an instance that is no production ran it as a harmless one. */
    static Mark adopting(Retirement retirement, Optional<String> comment) {
        return new Mark(
                PRODUCT,
                retirement.pair().instance(),
                ADOPTED,
                retirement.pair().filestore(),
                KeptPair.State.CURRENT,
                retirement.now(),
                retirement.type() != InstanceType.PRODUCTION,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                comment);
    }

    String text() {
        try {
            return Json.mapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In a state that has no end of its own. */
    Mark as(KeptPair.State newState) {
        return with(newState, Optional.empty(), Optional.empty());
    }

    Mark retained(Optional<Instant> since, Instant until) {
        return with(KeptPair.State.RETAINED, since, Optional.of(until));
    }

    Mark ready(boolean harmless) {
        return new Mark(
                product,
                instance,
                operation,
                filestore,
                KeptPair.State.READY,
                createdAt,
                harmless,
                database,
                retiredAt,
                deleteAt,
                formerComment);
    }

    Mark of(DatabaseName name) {
        return new Mark(
                product,
                instance,
                operation,
                filestore,
                state,
                createdAt,
                neutralized,
                Optional.of(name),
                retiredAt,
                deleteAt,
                formerComment);
    }

    private Mark with(KeptPair.State newState, Optional<Instant> newRetiredAt, Optional<Instant> newDeleteAt) {
        return new Mark(
                product,
                instance,
                operation,
                filestore,
                newState,
                createdAt,
                neutralized,
                database,
                newRetiredAt,
                newDeleteAt,
                formerComment);
    }

    KeptPair pair(String server, String database, long bytes) {
        return new KeptPair(
                new StoragePair(instance, server, new DatabaseName(database), filestore),
                state,
                operation,
                createdAt,
                neutralized,
                retiredAt,
                deleteAt,
                bytes);
    }
}
