package io.bemade.odoo.starter.command;

import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An instance and its pairs, as commands show them. */
record InstanceView(
        InstanceRef instance,
        Optional<InstanceDescription> description,
        List<PairView> pairs,
        Optional<String> problem) {
    static InstanceView of(Inventory.Entry entry) {
        return new InstanceView(
                entry.instance(),
                entry.description(),
                entry.pairs().stream()
                        .map(pair -> PairView.of(pair, entry.description()))
                        .toList(),
                entry.problem());
    }

    /** The pair in use, where it does not bear our mark: no operation has touched it yet. */
    Optional<StoragePair> unmarked() {
        return description
                .flatMap(InstanceDescription::current)
                .filter(pair -> pairs.stream().noneMatch(each -> each.state() == PairState.CURRENT));
    }

    /**
     * @param retiredAt when it went out of use; absent unless retained
     * @param deleteAt until when it is kept; absent unless retained or never used
     */
    record PairView(
            StoragePair pair,
            PairState state,
            String operation,
            Instant createdAt,
            boolean neutralized,
            Optional<Instant> retiredAt,
            Optional<Instant> deleteAt,
            long bytes) {
        private static PairView of(KeptPair kept, Optional<InstanceDescription> instance) {
            PairState state = PairState.of(kept, instance);
            return new PairView(
                    kept.pair(),
                    state,
                    kept.operation(),
                    kept.createdAt(),
                    kept.neutralized(),
                    kept.retiredAt().filter(time -> state.kept()),
                    kept.deleteAt().filter(time -> state.kept()),
                    kept.bytes());
        }
    }
}
