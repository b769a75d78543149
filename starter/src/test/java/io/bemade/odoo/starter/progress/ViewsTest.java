package io.bemade.odoo.starter.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.starter.fake.World;
import io.bemade.odoo.starter.text.Times;
import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.InspectionActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.OdooActivities;
import io.bemade.odoo.workflows.activity.SourceActivities;
import io.bemade.odoo.workflows.activity.VolumeActivities;
import io.bemade.odoo.workflows.lock.LockActivities;
import io.bemade.odoo.workflows.model.Progress;
import io.bemade.odoo.workflows.operation.Operation;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.retention.RetentionActivities;
import io.temporal.activity.ActivityMethod;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private final StringWriter out = new StringWriter();
    private final Times times = new Times(Clock.fixed(World.NOW, ZoneOffset.UTC));

    private static Snapshot loading(int second, long done) {
        Snapshot.Step step = new Snapshot.Step(
                "LoadDatabase",
                1,
                Optional.of(Progress.bytes("loading database", done, 200_000_000, "res_partner")),
                Optional.of(new Pace(10_000_000, Optional.of(Duration.ofSeconds(75)))),
                Optional.empty(),
                Optional.empty());
        return snapshot(second, Phase.LOADING, List.of(step));
    }

    private static Snapshot snapshot(int second, Phase phase, List<Snapshot.Step> steps) {
        Operation.Status status = new Operation.Status(
                "Restore", Optional.of(World.ERP), phase, World.NOW, List.of(), Optional.empty(), "");
        return new Snapshot(
                "restore/shop/erp/1",
                "Restore",
                World.NOW.plusSeconds(second),
                World.NOW,
                Optional.of(status),
                steps,
                Optional.empty());
    }

    @Test
    void plainLinesComeOnlyEveryFewSecondsOrWithNews() {
        PlainView view = new PlainView(new PrintWriter(out), times);
        view.show(loading(1, 10_000_000));
        view.show(loading(2, 20_000_000));
        view.show(loading(3, 30_000_000));
        view.show(loading(7, 70_000_000));
        view.show(snapshot(8, Phase.PROVING, List.of()));

        assertThat(out.toString().lines())
                .containsExactly(
                        "[1 s] loads database and filestore; loading database 5 %, 10.0 MB of 200 MB, 10.0 MB/s,"
                                + " 1 min 15 s left (res_partner)",
                        "[7 s] loads database and filestore; loading database 35 %, 70.0 MB of 200 MB, 10.0 MB/s,"
                                + " 1 min 15 s left (res_partner)",
                        "[8 s] proves the new pair");
    }

    @Test
    void aStepThatHasNotSaidAnythingYetDoesWhatItsNameSays() {
        Snapshot.Step checking = new Snapshot.Step(
                "DescribeInstance",
                1,
                Optional.of(Progress.BEGUN),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        new LineView(new PrintWriter(out), 200, times).show(snapshot(1, Phase.DESCRIBING, List.of(checking)));
        new PlainView(new PrintWriter(out), times).show(snapshot(1, Phase.DESCRIBING, List.of(checking)));

        assertThat(out.toString())
                .contains("\r[1 s] reads the instance's configuration\u001b[K")
                .contains("[1 s] looks at instance and source; reads the instance's configuration\n");
    }

    @Test
    void everyStepHasWordsOfItsOwn() {
        List<String> activities = Stream.of(
                        DatabaseActivities.class,
                        FilestoreActivities.class,
                        InspectionActivities.class,
                        InstanceActivities.class,
                        LockActivities.class,
                        OdooActivities.class,
                        RetentionActivities.class,
                        SourceActivities.class,
                        VolumeActivities.class)
                .flatMap(each -> Stream.of(each.getMethods()))
                .map(method -> method.getAnnotation(ActivityMethod.class).name())
                .toList();

        assertThat(activities)
                .isNotEmpty()
                .allSatisfy(activity -> assertThat(StepWords.of(activity)).isNotEqualTo(activity));
    }

    @Test
    void whatNoWorkerHasTakenUpYetWaits() {
        Snapshot young = new Snapshot(
                "restore/shop/erp/1", "Restore", World.NOW, World.NOW, Optional.empty(), List.of(), Optional.empty());
        new PlainView(new PrintWriter(out), times).show(young);

        assertThat(out.toString()).isEqualTo("[0 s] waits until a worker takes it up\n");
    }

    @Test
    void theLineOfAFinishedPhaseStays() {
        LineView view = new LineView(new PrintWriter(out), 200, times);
        view.show(snapshot(1, Phase.CREATING, List.of()));
        view.show(snapshot(2, Phase.CREATING, List.of()));
        view.show(snapshot(3, Phase.LOADING, List.of()));
        view.close();
        view.close();

        assertThat(out.toString().replace(System.lineSeparator(), "|"))
                .isEqualTo("\r[1 s] creates the new pair\u001b[K\r[2 s] creates the new pair\u001b[K|"
                        + "\r[3 s] loads database and filestore\u001b[K|");
    }

    @Test
    void aLineNeverWraps() {
        LineView view = new LineView(new PrintWriter(out), 30, times);
        view.show(loading(1, 10_000_000));
        view.close();

        assertThat(out.toString()).contains("\r[1 s] loading database 5 %...\u001b[K");
    }

    @Test
    void whatIsScheduledSaysForWhen() {
        Snapshot later = new Snapshot(
                "restore/shop/erp/1",
                "Restore",
                World.NOW,
                World.NOW.plus(Duration.ofHours(16)),
                Optional.empty(),
                List.of(),
                Optional.empty());
        new PlainView(new PrintWriter(out), times).show(later);

        assertThat(out.toString()).startsWith("waits for its time, 2026-11-22 02:00 (in 16 h)");
    }

    @Test
    void whenTemporalGoesAwayTheLastKnownStaysAndTheTroubleIsTold() {
        PlainView view = new PlainView(new PrintWriter(out), times);
        view.show(loading(1, 10_000_000).because(World.NOW.plusSeconds(2), "Temporal does not answer"));

        assertThat(out.toString()).contains("loads database and filestore; Temporal does not answer");
    }
}
