package io.bemade.odoo.starter.command;

import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import java.util.Optional;

/** What a pair is to its instance. What is in use says the configuration, not the mark; the mark says the rest. */
enum PairState {
    CURRENT("current"),
    RETAINED("retained"),
    /** Retained, too, but no rollback takes it unless it is named. */
    NEVER_USED("never used"),
    /** Marked as current and not in use: the next operation retains it. */
    OUT_OF_USE("out of use"),
    READY("ready"),
    BUILDING("building"),
    DOOMED("doomed");

    private final String words;

    PairState(String words) {
        this.words = words;
    }

    static PairState of(KeptPair kept, Optional<InstanceDescription> instance) {
        if (instance.filter(known -> known.uses(kept.pair())).isPresent()) {
            return CURRENT;
        }
        return switch (kept.state()) {
            case CURRENT -> OUT_OF_USE;
            case RETAINED -> kept.retiredAt().isPresent() ? RETAINED : NEVER_USED;
            case READY -> READY;
            case BUILDING -> BUILDING;
            case DOOMED -> DOOMED;
        };
    }

    /** Whether it has a time until which it is kept. */
    boolean kept() {
        return this == RETAINED || this == NEVER_USED;
    }

    @Override
    public String toString() {
        return words;
    }
}
