package io.bemade.odoo.starter.progress;

import io.bemade.odoo.starter.text.Amounts;
import io.bemade.odoo.starter.text.Printable;
import io.bemade.odoo.starter.text.Times;
import io.bemade.odoo.workflows.lock.LockHolder;
import io.bemade.odoo.workflows.model.Progress;
import io.bemade.odoo.workflows.operation.Operation;
import io.bemade.odoo.workflows.operation.Phase;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A snapshot as one line. */
final class SnapshotText {
    private final Times times;

    SnapshotText(Times times) {
        this.times = times;
    }

    String line(Snapshot snapshot) {
        return line(head(snapshot), snapshot);
    }

    /** Where there is little room: what a step says of itself says the phase, too. */
    String shortLine(Snapshot snapshot) {
        boolean steps =
                snapshot.steps().stream().anyMatch(step -> step.progress().isPresent());
        return steps ? line("", snapshot) : line(snapshot);
    }

    private String line(String head, Snapshot snapshot) {
        Stream<String> parts = Stream.concat(
                Stream.of(head),
                Stream.concat(snapshot.steps().stream().flatMap(this::step), snapshot.trouble().stream()));
        return Printable.of(parts.filter(part -> !part.isEmpty()).collect(Collectors.joining("; ")));
    }

    /** What makes a new line worth its place at once: another phase, holder of the lock, step, or failed attempt. */
    String news(Snapshot snapshot) {
        return phase(snapshot)
                + snapshot.status().map(this::holders).orElse("")
                + snapshot.steps().stream().map(SnapshotText::news).collect(Collectors.joining())
                + snapshot.trouble().orElse("");
    }

    private static String news(Snapshot.Step step) {
        String failed =
                step.lastFailure().map(failure -> step.attempt() + failure).orElse("");
        return step.progress().map(progress -> doing(step, progress)).orElse("") + failed;
    }

    String phase(Snapshot snapshot) {
        return snapshot.status().map(status -> status.phase().name()).orElse("");
    }

    private String head(Snapshot snapshot) {
        if (snapshot.scheduled()) {
            return "waits for its time, " + times.due(snapshot.begin());
        }
        return snapshot.status()
                .map(status -> status.phase().sentence() + holders(status))
                .orElse(snapshot.trouble().isPresent() ? "" : "waits until a worker takes it up");
    }

    private String holders(Operation.Status status) {
        if (status.phase() != Phase.WAITING || status.lockHolders().isEmpty()) {
            return "";
        }
        return ", held by " + status.lockHolders().stream().map(this::holder).collect(Collectors.joining(" and "));
    }

    private String holder(LockHolder holder) {
        return holder.owner() + " since " + times.at(holder.since());
    }

    private Stream<String> step(Snapshot.Step step) {
        return Stream.of(step.progress().map(progress -> progress(step, progress)), retry(step))
                .flatMap(Optional::stream);
    }

    /** A step that has not said yet what it is busy with does what its name says. */
    private static String doing(Snapshot.Step step, Progress progress) {
        return progress.equals(Progress.BEGUN) ? StepWords.of(step.activity()) : progress.step();
    }

    private static String progress(Snapshot.Step step, Progress progress) {
        Optional<Pace> pace = step.pace();
        StringBuilder text = new StringBuilder(doing(step, progress));
        if (progress.total() > 0) {
            text.append(' ').append(progress.percent()).append(" %, ");
            text.append(Amounts.of(progress.done(), progress.unit())).append(" of ");
            text.append(Amounts.of(progress.total(), progress.unit()));
        } else if (progress.done() > 0) {
            text.append(", ").append(Amounts.of(progress.done(), progress.unit()));
        }
        if (progress.done() > 0) {
            pace.ifPresent(p -> text.append(", ")
                    .append(Amounts.of(Math.round(p.perSecond()), progress.unit()))
                    .append("/s"));
            pace.flatMap(Pace::left)
                    .ifPresent(left ->
                            text.append(", ").append(Amounts.duration(left)).append(" left"));
        }
        if (!progress.detail().isEmpty()) {
            text.append(" (").append(progress.detail()).append(')');
        }
        return text.toString();
    }

    private Optional<String> retry(Snapshot.Step step) {
        return step.lastFailure()
                .map(failure -> step.activity() + " failed, "
                        + step.nextAttempt()
                                .map(next -> "attempt " + step.attempt() + " in "
                                        + Amounts.duration(
                                                Duration.between(times.clock().instant(), next)))
                                .orElse("attempt " + step.attempt() + " runs")
                        + ": " + failure);
    }
}
