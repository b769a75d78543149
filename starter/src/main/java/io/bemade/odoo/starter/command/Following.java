package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.progress.LineView;
import io.bemade.odoo.starter.progress.Outcome;
import io.bemade.odoo.starter.progress.PlainView;
import io.bemade.odoo.starter.progress.ProgressView;
import io.bemade.odoo.starter.progress.ResultText;
import io.bemade.odoo.starter.progress.Watching;
import io.bemade.odoo.starter.temporal.Connection;
import java.io.PrintWriter;

/** Shows an operation until it has ended, then how. */
record Following(Surroundings world, StandardOptions standard) {
    /** @return the outcome's exit code */
    int follow(Connection temporal, String workflowId) throws InterruptedException {
        Outcome outcome = watch(temporal, workflowId, view());
        print(outcome);
        return outcome.exitCode();
    }

    /** Ctrl-C ends the watching, not the operation, and says so. */
    Outcome watch(Connection temporal, String workflowId, ProgressView view) throws InterruptedException {
        Thread farewell = new Thread(() -> {
            view.close();
            world.err().println("The operation goes on. Watch it again: odooctl watch " + workflowId);
            world.err().println("Or stop and undo it:    odooctl cancel " + workflowId);
            world.err().flush();
        });
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            return new Watching(temporal.client(), workflowId, view).untilItEnds();
        } finally {
            forget(farewell);
        }
    }

    private static void forget(Thread farewell) {
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException e) {
            // Ctrl-C was pressed: the farewell is being said
        }
    }

    /** Standard output is the result's where that is JSON; progress then is a message. */
    ProgressView view() {
        PrintWriter where = standard.json() ? world.err() : world.out();
        return world.terminal().interactive()
                ? new LineView(where, world.terminal().columns(), world.times())
                : new PlainView(where, world.times());
    }

    void print(Outcome outcome) {
        if (standard.json()) {
            StandardOptions.print(world, outcome);
            return;
        }
        PrintWriter where = outcome.completed() ? world.out() : world.err();
        new ResultText(world.times()).lines(outcome).forEach(where::println);
        where.flush();
    }
}
