package io.bemade.odoo.starter.progress;

import io.bemade.odoo.starter.text.Amounts;
import io.bemade.odoo.starter.text.Printable;
import io.bemade.odoo.starter.text.Times;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.retention.RetentionResult;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import io.bemade.odoo.workflows.staging.CloneResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How an operation ended, told to a person: what is now, what was left behind, what to do next. */
public final class ResultText {
    private final Times times;

    public ResultText(Times times) {
        this.times = times;
    }

    public List<String> lines(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        outcome.result().ifPresentOrElse(result -> lines.addAll(result(result)), () -> {
            if (outcome.completed()) {
                lines.add(outcome.workflowId() + " is complete.");
            }
        });
        outcome.failure().ifPresent(failure -> lines.addAll(failure(outcome, failure)));
        return lines.stream().map(Printable::of).toList();
    }

    private List<String> result(Object result) {
        if (result instanceof RestoreResult restored) {
            return restored(restored);
        }
        if (result instanceof RollbackResult rolled) {
            return rolledBack(rolled);
        }
        if (result instanceof CloneResult cloned) {
            return cloned(cloned);
        }
        if (result instanceof TooLate tooLate) {
            return List.of("The cancellation came too late: "
                    + tooLate.cancelledTooLate().pair().map(ResultText::now).orElse("the operation is complete") + ".");
        }
        return List.of(result instanceof RetentionResult retention ? retention.message() : result.toString());
    }

    private List<String> restored(RestoreResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(now(result.pair()) + ": Odoo " + result.odooVersion() + ", " + Amounts.count(result.tables())
                + " tables, " + Amounts.count(result.rows()) + " rows, " + Amounts.count(result.files())
                + " attachments (" + Amounts.bytes(result.fileBytes()) + ").");
        result.neutralizedBy().ifPresent(by -> lines.add("The copy was made harmless by " + by + "."));
        lines.addAll(previous(result.pair(), result.previous(), result.previousDeleteAt()));
        result.warnings().forEach(warning -> lines.add("Warning: " + warning));
        return lines;
    }

    private List<String> cloned(CloneResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(now(result.pair()) + ", a copy of " + result.cloned() + " of " + result.production() + ": Odoo "
                + result.odooVersion() + ", " + Amounts.bytes(result.databaseBytes()) + " of database, "
                + Amounts.count(result.files()) + " attachments.");
        lines.add("The copy was made harmless by " + result.neutralizedBy() + ".");
        lines.add(noticed(result));
        lines.addAll(previous(result.pair(), result.previous(), result.previousDeleteAt()));
        result.warnings().forEach(warning -> lines.add("Warning: " + warning));
        return lines;
    }

    private static String noticed(CloneResult result) {
        return switch (result.copied()) {
            case ONLINE -> result.production() + " was copied while it served: nobody was sent away.";
            case TEMPLATE ->
                result.production() + " refused connections for "
                        + result.productionRefused().toMillis() + " ms; then they waited for "
                        + result.productionWaited().toMillis() + " ms.";
        };
    }

    private List<String> rolledBack(RollbackResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(now(result.pair()) + " again.");
        lines.addAll(previous(result.pair(), result.previous(), result.previousDeleteAt()));
        result.warnings().forEach(warning -> lines.add("Warning: " + warning));
        return lines;
    }

    private static String now(StoragePair pair) {
        return pair.instance() + " uses " + pair.database();
    }

    private List<String> previous(StoragePair now, Optional<StoragePair> previous, Optional<Instant> deleteAt) {
        return previous.map(pair -> List.of(
                        "It used " + pair.database() + " before, which is kept"
                                + deleteAt.map(at -> " until " + times.due(at)).orElse("") + ".",
                        "Go back with: odooctl rollback " + now.instance()))
                .orElse(List.of());
    }

    private static List<String> failure(Outcome outcome, Failure failure) {
        List<String> lines = new ArrayList<>();
        String verb = outcome.cancelled() ? " was cancelled: " : " has failed: ";
        lines.add(outcome.workflowId() + verb + failure.message() + " [" + failure.type() + "]");
        outcome.leftBehind()
                .ifPresentOrElse(
                        left -> left.forEach(thing -> lines.add("Left behind, because undoing failed: " + thing)),
                        () -> lines.add("What was left behind is not known, because no worker answers. Ask again with: "
                                + "odooctl watch " + outcome.workflowId()));
        lines.add("Next: " + advice(outcome, failure));
        return lines;
    }

    private static String advice(Outcome outcome, Failure failure) {
        String instance = outcome.instance().map(Object::toString).orElse("");
        if (failure.type().equals(ErrorCode.BUSY.name())) {
            return "odooctl watch " + instance;
        }
        if (failure.type().equals(ErrorCode.INVALID_REQUEST.name())) {
            return "odooctl restore --help";
        }
        if (failure.type().equals(ErrorCode.NOT_FOUND.name())) {
            return "odooctl instances";
        }
        return outcome.cancelled() ? ("odooctl pairs " + instance).strip() : "odooctl doctor";
    }
}
