package io.bemade.odoo.starter.progress;

import io.bemade.odoo.starter.text.Amounts;
import io.bemade.odoo.starter.text.Times;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Lines for logs and pipes: one when there is news, else one every few seconds. */
public final class PlainView implements ProgressView {
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final SnapshotText text;
    private Optional<String> news = Optional.empty();
    private String line = "";
    private Instant said = Instant.MIN;

    public PlainView(PrintWriter out, Times times) {
        this.out = out;
        this.text = new SnapshotText(times);
    }

    @Override
    public void show(Snapshot snapshot) {
        String now = text.line(snapshot);
        String latest = text.news(snapshot);
        boolean isNew = news.filter(latest::equals).isEmpty();
        boolean due = snapshot.at().isAfter(said.plus(QUIET)) && !snapshot.scheduled();
        if (now.equals(line) || !(isNew || due)) {
            return;
        }
        news = Optional.of(latest);
        line = now;
        said = snapshot.at();
        String elapsed = snapshot.scheduled()
                ? ""
                : "[" + Amounts.duration(Duration.between(snapshot.begin(), snapshot.at())) + "] ";
        out.println(elapsed + now);
        out.flush();
    }

    @Override
    public void close() {}
}
