package io.bemade.odoo.local;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.command.StandardOptions;
import io.bemade.odoo.starter.progress.LineView;
import io.bemade.odoo.starter.progress.Outcome;
import io.bemade.odoo.starter.progress.PlainView;
import io.bemade.odoo.starter.progress.ProgressView;
import io.bemade.odoo.starter.progress.ResultText;
import io.bemade.odoo.starter.progress.Watching;
import io.bemade.odoo.starter.text.Amounts;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.restore.Restore;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.rollback.Rollback;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the demo shows, in this order. */
final class DemoStory {
    private static final long SAMPLE_BYTES = 60_000_000;

    private final Surroundings world;
    private final StandardOptions standard;
    private final EmbeddedStack stack;
    private final PrintWriter out;

    DemoStory(Surroundings world, StandardOptions standard, EmbeddedStack stack) {
        this.world = world;
        this.standard = standard;
        this.stack = stack;
        this.out = standard.json() ? world.err() : world.out();
    }

    int tell(Optional<Path> given) throws InterruptedException {
        stack.temporal().webUi().ifPresent(ui -> say("Temporal's Web UI: " + ui));
        try (InProcessWorker worker =
                stack.closeWith(new InProcessWorker(stack.temporal().stubs(), environment()))) {
            Path backup = given.orElseGet(this::sample);
            title("Upload " + backup.getFileName() + " to S3");
            String key = backup.getFileName().toString();
            stack.s3().upload(EmbeddedStack.BUCKET, key, backup);
            Source source = source(key);

            title("Restore it into production instance demo/erp");
            say("A new database and filestore are built, proven, and the instance is switched to them.");
            run(worker.client(), Restore.TYPE, "restore/demo/erp/first", RestoreRequest.of(stack.instance(), source));
            served();

            title("Restore it again: a second pair beside the first");
            run(worker.client(), Restore.TYPE, "restore/demo/erp/second", RestoreRequest.of(stack.instance(), source));
            served();
            pairs(worker.client());

            title("Roll back: only a switch, nothing is copied");
            Outcome last =
                    run(worker.client(), Rollback.TYPE, "rollback/demo/erp/back", RollbackRequest.of(stack.instance()));
            served();

            title("What retention would remove");
            retention(pairs(worker.client()));
            if (standard.json()) {
                StandardOptions.print(world, last);
            }
            return ExitCode.DONE;
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "ODOOCTL_INSTANCES", stack.instancesFile().toString(),
                "ODOOCTL_SECRETS", stack.secrets().toString(),
                "PATH", System.getenv().getOrDefault("PATH", ""));
    }

    private Path sample() {
        title("Generate an Odoo-shaped sample of " + Amounts.bytes(SAMPLE_BYTES));
        Path file = stack.directory().resolve("sample.zip");
        SampleCommand.write(file, SAMPLE_BYTES, 1);
        return file;
    }

    private Source source(String key) {
        return new Source.S3(
                EmbeddedStack.BUCKET,
                key,
                Optional.empty(),
                Optional.of(stack.s3().endpoint().toString()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Outcome run(WorkflowClient client, String type, String id, Object request) throws InterruptedException {
        WorkflowStub stub = client.newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                        .setTaskQueue("odoo")
                        .setWorkflowId(id)
                        .setStaticSummary(type + " of " + stack.instance())
                        .build());
        stub.start(request);
        Outcome outcome = new Watching(client, id, view()).untilItEnds();
        new ResultText(world.times()).lines(outcome).forEach(this::say);
        if (!outcome.completed()) {
            throw new CommandFailed(outcome.exitCode(), "The demo ends here: " + type + " did not complete");
        }
        return outcome;
    }

    private ProgressView view() {
        return world.terminal().interactive()
                ? new LineView(out, world.terminal().columns(), world.times())
                : new PlainView(out, world.times());
    }

    private void served() {
        say("The stand-in for Odoo (no real Odoo runs in the demo) now answers from database "
                + stack.odoo().database().orElse("none"));
    }

    private List<KeptPair> pairs(WorkflowClient client) {
        Inventory inventory = client.newWorkflowStub(
                Inventory.class,
                WorkflowOptions.newBuilder().setTaskQueue("odoo").build());
        Inventory.Entry entry = inventory
                .run(Inventory.Request.about(Optional.of(stack.instance())))
                .get(0);
        Optional<StoragePair> current = entry.description().flatMap(known -> known.current());
        say("Pairs of demo/erp:");
        for (KeptPair kept : entry.pairs()) {
            say("  " + (current.equals(Optional.of(kept.pair())) ? "* in use  " : "  kept    ")
                    + kept.pair().database() + "  " + Amounts.bytes(kept.bytes()) + "  "
                    + kept.pair().filestore());
        }
        return entry.pairs();
    }

    private void retention(List<KeptPair> pairs) {
        for (KeptPair kept : pairs) {
            kept.deleteAt()
                    .ifPresent(time -> say("  " + kept.pair().database() + " and "
                            + kept.pair().filestore() + ", " + world.times().due(time)
                            + ", unless a rollback needs it before"));
        }
    }

    private void title(String text) {
        out.println();
        out.println("== " + text);
        out.flush();
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }
}
