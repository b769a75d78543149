package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.inspect.Doctor;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoreIT {
    private final World world = new World();
    private Source.S3 backup = world.source("none");

    @BeforeAll
    void upload() {
        backup = world.upload("sample.zip", World.sample(2_000_000));
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void aRestoreIsServedAndASecondOneKeepsTheFirstForRollback() {
        RestoreResult first = world.restore(World.UNUSED, backup);
        assertThat(first.previous()).isEmpty();
        assertThat(first.rows()).isPositive();
        assertThat(first.files()).isPositive();
        assertThat(world.host().odoo("demo/unused").serves())
                .contains(first.pair().database().value());

        RestoreResult second = world.restore(World.UNUSED, backup);
        assertThat(second.previous()).contains(first.pair());
        assertThat(world.host().odoo("demo/unused").serves())
                .contains(second.pair().database().value());

        RollbackResult back = world.start("Rollback", World.UNUSED, RollbackRequest.of(World.UNUSED))
                .getResult(RollbackResult.class);
        assertThat(back.pair()).isEqualTo(first.pair());
        assertThat(back.previous()).contains(second.pair());
        assertThat(world.host().odoo("demo/unused").serves())
                .contains(first.pair().database().value());
        assertThat(back.warnings()).isEmpty();

        Inventory.Entry[] entries = world.start(
                        "Inventory", World.UNUSED, Inventory.Request.about(Optional.of(World.UNUSED)))
                .getResult(Inventory.Entry[].class);
        assertThat(List.of(entries[0].pairs())).isNotEmpty();
    }

    @Test
    void aFirstFillingNeverReplacesData() {
        RestoreResult there = world.restore(World.OTHER, backup);
        Set<String> before = world.belongings();
        WorkflowStub first = world.start(
                "Restore",
                World.OTHER,
                new RestoreRequest(
                        World.OTHER,
                        backup,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(true),
                        Optional.empty(),
                        Optional.empty()));
        assertThatThrownBy(() -> first.getResult(RestoreResult.class))
                .cause()
                .hasMessageContaining("uses database " + there.pair() + " already: it was not filled");
        assertThat(world.belongings()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"LoadDatabase, LoadFilestore", "LoadFilestore, LoadDatabase"})
    void aHalfThatFailsStopsTheOther(String fails, String other) {
        world.faults.disarm();
        world.faults.arm(other, Fault.HELD, () -> {});
        world.faults.breakFor(fails);
        WorkflowStub restore = world.start("Restore", World.OTHER, RestoreRequest.of(World.OTHER, backup));

        assertThatThrownBy(() -> restore.getResult(RestoreResult.class))
                .cause()
                .hasMessageContaining("injected into " + fails);
        assertThat(world.faults.heard()).as(other + " was cancelled").isTrue();
        assertThat(restore.query("leftBehind", String[].class)).isEmpty();
        world.faults.disarm();
    }

    @Test
    void theDoctorFindsThisHostFit() {
        WorkflowStub doctor = world.prepare("Doctor", World.UNUSED);
        doctor.start();
        Doctor.Finding[] findings = doctor.getResult(Doctor.Finding[].class);
        assertThat(findings)
                .filteredOn(finding -> !finding.subject().startsWith("pg_")) // programs that a machine may do without
                .hasSizeGreaterThan(10)
                .allSatisfy(finding -> assertThat(finding.good())
                        .as(finding.subject() + ": " + finding.detail())
                        .isTrue());
    }
}
