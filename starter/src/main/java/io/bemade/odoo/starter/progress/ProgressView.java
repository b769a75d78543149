package io.bemade.odoo.starter.progress;

/** Tells somebody how an operation goes on. Called once a second or so, by one thread. */
public interface ProgressView extends AutoCloseable {
    void show(Snapshot snapshot);

    /** Nothing more will come: leaves the output ready for the next line. Safe to call twice, and from another thread. */
    @Override
    void close();

    /** Tells nothing. */
    static ProgressView none() {
        return new ProgressView() {
            @Override
            public void show(Snapshot snapshot) {}

            @Override
            public void close() {}
        };
    }
}
