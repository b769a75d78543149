package io.bemade.odoo.starter.progress;

import io.bemade.odoo.starter.text.Amounts;
import io.bemade.odoo.starter.text.Times;
import java.io.PrintWriter;
import java.time.Duration;

/** One line that is drawn again and again; the last state of a phase stays when the next phase begins. */
public final class LineView implements ProgressView {
    private static final String ERASE_TO_END = "\u001b[K";

    private final PrintWriter out;
    private final int columns;
    private final SnapshotText text;
    private String phase = "";
    private boolean open;

    public LineView(PrintWriter out, int columns, Times times) {
        this.out = out;
        this.columns = columns;
        this.text = new SnapshotText(times);
    }

    @Override
    public synchronized void show(Snapshot snapshot) {
        String now = text.phase(snapshot);
        if (!now.equals(phase)) {
            close();
            phase = now;
        }
        String elapsed = snapshot.scheduled()
                ? ""
                : "[" + Amounts.duration(Duration.between(snapshot.begin(), snapshot.at())) + "] ";
        out.print("\r" + cut(elapsed + text.shortLine(snapshot)) + ERASE_TO_END);
        out.flush();
        open = true;
    }

    /** A line that wraps cannot be drawn over. */
    private String cut(String line) {
        return line.length() < columns ? line : line.substring(0, columns - 4) + "...";
    }

    @Override
    public synchronized void close() {
        if (open) {
            out.println();
            out.flush();
            open = false;
        }
    }
}
