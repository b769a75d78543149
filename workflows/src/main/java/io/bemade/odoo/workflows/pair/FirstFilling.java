package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.operation.Failures;
import java.util.Optional;

/** What fills a new instance by itself must never replace data that somebody works with. */
public final class FirstFilling {
    private FirstFilling() {}

    /** @param ifUnused as the request has it */
    public static void check(InstanceDescription target, Optional<Boolean> ifUnused) {
        if (ifUnused.orElse(false)) {
            target.current().ifPresent(used -> {
                throw Failures.refuse(
                        ErrorCode.INVALID_REQUEST,
                        target.instance() + " uses database " + used
                                + " already: it was not filled, and nothing was touched");
            });
        }
    }
}
