package io.bemade.odoo.e2e;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.Progress;
import java.io.Closeable;
import java.util.function.BooleanSupplier;

/** Of a step that is not wanted any more from a given moment on, as when its operation is cancelled or terminated. */
record Unwanted(BooleanSupplier since) implements Pulse {
    @Override
    public void report(Progress progress) {}

    @Override
    public Registration closeOnAbort(Closeable resource) {
        return () -> {};
    }

    @Override
    public boolean aborted() {
        return since.getAsBoolean();
    }
}
