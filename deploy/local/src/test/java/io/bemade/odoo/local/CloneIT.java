package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.reload.Reload;
import io.bemade.odoo.workflows.retention.RetentionCleanup;
import io.bemade.odoo.workflows.retention.RetentionResult;
import io.bemade.odoo.workflows.staging.CloneRequest;
import io.bemade.odoo.workflows.staging.CloneResult;
import io.bemade.odoo.workflows.staging.StagingClone;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Production is cloned while it serves, and stays what it was; a clone is harmless, complete and its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class CloneIT {
    private static final List<String> STEPS = List.of(
            "ClaimLock",
            "FenceInstance",
            "DescribeInstance",
            "CheckServer",
            "ListPairs",
            "PlanCopy",
            "CopyDatabase",
            "CreateFilestoreCopy",
            "AttachFilestore",
            "CopyFilestore",
            "ProveDatabase",
            "ProveFilestore",
            "Neutralize",
            "VerifyNeutralized",
            "RenewIdentity",
            "OwnDatabase",
            "OwnFilestore",
            "DetachFilestore",
            "RequireFilestore",
            "IsInstanceServing",
            "StopInstance",
            "OpenDatabase",
            "PointInstance",
            "StartInstance",
            "AwaitInstanceReady");

    private final World world = new World();

    @BeforeAll
    void serveProductionAndAClone() {
        world.restore(World.ORIGIN, world.upload("origin.zip", World.sample(2_000_000)));
        world.start(StagingClone.TYPE, World.CLONE, CloneRequest.of(World.CLONE))
                .getResult(CloneResult.class);
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void aCloneIsCompleteHarmlessAndItsOwnAndProductionIsAsItWas() throws IOException {
        String production = serves("demo/origin");
        List<String> before = content(production);

        CloneResult clone = run(StagingClone.TYPE, World.CLONE);

        assertThat(clone.warnings()).isEmpty();
        assertThat(clone.copied()).isEqualTo(CopyWay.TEMPLATE);
        String copy = clone.pair().database().value();
        assertThat(serves("demo/clone1")).isEqualTo(copy);
        assertThat(clone.cloned().database().value()).isEqualTo(production);
        assertThat(parameter(copy, "database.is_neutralized")).containsExactly("true");
        assertThat(parameter(copy, "database.uuid"))
                .doesNotContainAnyElementsOf(parameter(production, "database.uuid"));
        assertThat(world.query(
                        copy, "SELECT count(*) FROM ir_mail_server WHERE active AND smtp_host NOT LIKE '%invalid%'"))
                .containsExactly("0");
        assertThat(world.query(copy, "SELECT count(*) FROM res_partner"))
                .isEqualTo(world.query(production, "SELECT count(*) FROM res_partner"));
        assertThat(clone.files()).isPositive();
        assertThat(files(clone.pair())).isEqualTo(files(clone.cloned()));

        assertThat(serves("demo/origin")).isEqualTo(production);
        assertThat(content(production)).isEqualTo(before);
        assertThat(world.databases())
                .anySatisfy(
                        row -> assertThat(row).startsWith(production + " true").contains("CURRENT"));
    }

    @Test
    void sessionsChecklistsAndFilesOfOthersAreNotCopied() throws IOException {
        StoragePair production = run(StagingClone.TYPE, World.CLONE).cloned();
        Path data = world.host().filestores().resolve(production.filestore().value());
        Path files = data.resolve("filestore").resolve(production.database().value());
        Files.createDirectories(data.resolve("sessions"));
        Files.writeString(data.resolve("sessions").resolve("secret"), "cookie");
        Files.createDirectories(files.resolve("checklist").resolve("ab"));

        StoragePair copy = run(StagingClone.TYPE, World.CLONE).pair();

        Path copied = world.host().filestores().resolve(copy.filestore().value());
        assertThat(copied.resolve("sessions")).doesNotExist();
        assertThat(copied.resolve("filestore").resolve(copy.database().value()).resolve("checklist"))
                .doesNotExist();
    }

    @Test
    void aCopyWithoutAnyAttachmentIsNeverSwitchedTo() throws IOException {
        StoragePair production = run(StagingClone.TYPE, World.CLONE).cloned();
        String serves = serves("demo/clone1");
        Set<String> belongings = world.belongings();
        Path files = folder(production);
        Path elsewhere = files.resolveSibling("elsewhere");
        Files.move(files, elsewhere);
        try {
            refused(
                    StagingClone.TYPE,
                    World.CLONE,
                    "NOT_PROVEN",
                    "attachments that the database refers to is in the filestore of demo/origin");
        } finally {
            Files.move(elsewhere, files);
        }
        world.untilTheLockIsFree(World.CLONE);
        assertThat(serves("demo/clone1")).isEqualTo(serves);
        assertThat(world.belongings()).isEqualTo(belongings);
    }

    @Test
    void aReloadDeletesWhatItReplaced() {
        StoragePair old = run(StagingClone.TYPE, World.CLONE).pair();

        CloneResult reload = run(Reload.TYPE, World.CLONE);

        assertThat(reload.previous()).contains(old);
        RetentionResult cleanup = world.client()
                .newUntypedWorkflowStub(RetentionCleanup.workflowId(World.CLONE, old))
                .getResult(RetentionResult.class);
        assertThat(cleanup.deleted()).as(cleanup.message()).isTrue();
        assertThat(world.belongings())
                .doesNotContain("database " + old, "directory " + old.filestore())
                .contains("database " + reload.pair());
        assertThat(serves("demo/clone1")).isEqualTo(reload.pair().database().value());
    }

    @Test
    void severalClonesOfOneProductionAtOnce() {
        WorkflowStub one = world.start(StagingClone.TYPE, World.CLONE, CloneRequest.of(World.CLONE));
        WorkflowStub two = world.start(StagingClone.TYPE, World.OTHER_CLONE, CloneRequest.of(World.OTHER_CLONE));
        assertThat(one.getResult(CloneResult.class).warnings()).isEmpty();
        assertThat(two.getResult(CloneResult.class).warnings()).isEmpty();
        world.untilTheLockIsFree(World.ORIGIN);
    }

    @Test
    void whoeverTriesToReadTheCopyAsItsInstanceNeverSeesItUnneutralized() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Set<String>> seen = CompletableFuture.supplyAsync(() -> poll(done));
        run(StagingClone.TYPE, World.CLONE);
        done.set(true);
        assertThat(seen.get())
                .as("databases that the staging's role read without the flag")
                .isEmpty();
    }

    /** Every database of the clone that lets the role in, and is not neutralized then. */
    private Set<String> poll(AtomicBoolean done) {
        Set<String> harmful = new TreeSet<>();
        while (!done.get()) {
            for (String database : world.query("SELECT datname FROM pg_database WHERE datname LIKE 'demo.clone1%'")) {
                try (Connection odoo = DriverManager.getConnection(
                                world.host().postgres().jdbcUrl(database), TestHost.ROLE, TestHost.ROLE_PASSWORD);
                        Statement statement = odoo.createStatement();
                        ResultSet flag = statement.executeQuery(
                                "SELECT 1 FROM ir_config_parameter WHERE key = 'database.is_neutralized'")) {
                    if (!flag.next()) {
                        harmful.add(database);
                    }
                } catch (SQLException refused) {
                    LockSupport.parkNanos(1_000_000); // not let in
                }
            }
        }
        return harmful;
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        refused(StagingClone.TYPE, World.ORIGIN, "INVALID_REQUEST", "demo/origin is a production instance");
        refused(StagingClone.TYPE, World.STAGING, "INVALID_REQUEST", "demo/staging has no production");
    }

    static Stream<Arguments> failures() {
        return STEPS.stream()
                .flatMap(activity -> Stream.of(Fault.REFUSED_AFTER, Fault.CANCEL_DURING)
                        .map(fault -> Arguments.of(activity, fault)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("failures")
    void aFailureLeavesTheCloneAndProductionAsTheyWere(String activity, Fault fault) {
        world.untilTheLockIsFree(World.CLONE);
        String serves = serves("demo/clone1");
        Set<String> belongings = world.belongings();
        List<String> databases = world.databases();
        WorkflowStub clone = world.prepare(StagingClone.TYPE, World.CLONE);
        world.faults.arm(activity, fault, clone::cancel);
        clone.start(CloneRequest.of(World.CLONE));

        assertThatThrownBy(() -> clone.getResult(CloneResult.class)).isInstanceOf(WorkflowFailedException.class);

        assertThat(world.faults.fired()).as("the fault happened").isTrue();
        assertThat(clone.query("leftBehind", String[].class)).isEmpty();
        assertThat(world.belongings()).isEqualTo(belongings);
        assertThat(world.databases()).isEqualTo(databases);
        assertThat(serves("demo/clone1")).isEqualTo(serves);
        world.untilTheLockIsFree(World.ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CopyDatabase", "CreateFilestoreCopy", "CopyFilestore"})
    void eachStepMayRunTwice(String activity) {
        world.faults.arm(activity, Fault.ONCE, () -> {});
        assertThat(run(StagingClone.TYPE, World.CLONE).warnings()).isEmpty();
        assertThat(world.faults.fired()).isTrue();
    }

    private CloneResult run(String type, InstanceRef instance) {
        CloneResult result =
                world.start(type, instance, CloneRequest.of(instance)).getResult(CloneResult.class);
        world.untilTheLockIsFree(instance);
        return result;
    }

    private void refused(String type, InstanceRef instance, String code, String says) {
        WorkflowStub operation = world.start(type, instance, CloneRequest.of(instance));
        assertThatThrownBy(() -> operation.getResult(CloneResult.class))
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo(code))
                .hasMessageContaining(says);
    }

    private String serves(String instance) {
        return world.host().odoo(instance).serves().orElseThrow();
    }

    private List<String> parameter(String database, String key) {
        return world.query(database, "SELECT value FROM ir_config_parameter WHERE key = '" + key + "'");
    }

    private List<String> content(String database) {
        return world.query(database, """
                SELECT relname || ' ' || pg_get_userbyid(relowner) || ' '
                       || coalesce((xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %s', oid::regclass),
                                                             false, true, '')))[1]::text, '')
                  FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1
                """);
    }

    private Set<String> files(StoragePair pair) throws IOException {
        Path files = folder(pair);
        try (Stream<Path> all = Files.walk(files)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> files.relativize(file).toString())
                    .filter(name -> !name.startsWith("checklist"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private Path folder(StoragePair pair) {
        return world.host()
                .filestores()
                .resolve(pair.filestore().value())
                .resolve("filestore")
                .resolve(pair.database().value());
    }
}
