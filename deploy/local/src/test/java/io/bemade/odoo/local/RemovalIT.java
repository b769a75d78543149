package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.removal.InstanceRemoval;
import io.bemade.odoo.workflows.removal.RemovalRequest;
import io.bemade.odoo.workflows.removal.RemovalResult;
import io.bemade.odoo.workflows.restore.RestoreResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A staging goes with all of its pairs, and with nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class RemovalIT {
    private static final InstanceRef STAGING = InstanceRef.of("demo/staging");

    private final World world = new World();
    private Source.S3 backup = world.source("none");

    @BeforeAll
    void upload() {
        backup = world.upload("removal.zip", World.sample(2_000_000));
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void everyPairGoesAndNothingElse() {
        RestoreResult production = world.restore(World.OTHER, backup);
        Set<String> others = withoutStaging();
        RestoreResult first = world.restore(STAGING, backup);
        RestoreResult second = world.restore(STAGING, backup);
        String foreign = second.pair().database() + "0";
        world.host().postgres().execute("CREATE DATABASE \"" + foreign + "\"");

        assertThat(remove(STAGING).deleted()).containsExactly(second.pair(), first.pair());

        world.host().postgres().execute("DROP DATABASE \"" + foreign + "\"");
        assertThat(world.belongings()).isEqualTo(others);
        assertThat(world.host().odoo("demo/staging").serves()).isEmpty();
        assertThat(world.host().odoo("demo/crm").serves())
                .contains(production.pair().database().value());
        assertThat(remove(STAGING).deleted()).as("a second time").isEmpty();
    }

    @Test
    void anOdooThatUsesWhatWasThereBeforeServesOn() throws IOException {
        remove(STAGING);
        Set<String> others = world.belongings();
        world.restore(STAGING, backup);
        Path conf = world.host().odoo("demo/staging").conf();
        String ours = Files.readString(conf);
        world.host().postgres().execute("CREATE DATABASE \"by hand\" OWNER " + TestHost.ROLE);
        Files.writeString(conf, ours.replaceAll("db_name = .*", "db_name = by hand"));
        String configuration = Files.readString(conf);

        assertThat(remove(STAGING).deleted()).hasSize(1);

        assertThat(Files.readString(conf)).isEqualTo(configuration);
        assertThat(world.belongings()).contains("database by hand");
        Files.writeString(conf, ours.replaceAll("db_name = .*", "db_name = False"));
        world.host().postgres().execute("DROP DATABASE \"by hand\"");
        assertThat(world.belongings()).isEqualTo(others);
    }

    @Test
    void aDatabaseThatAnotherOdooIsConfiguredWithTooIsNobodysToDelete() throws IOException {
        remove(STAGING);
        RestoreResult restored = world.restore(STAGING, backup);
        Path neighbours = world.host().odoo("demo/crm").conf();
        String before = Files.readString(neighbours);
        Files.writeString(
                neighbours,
                before.replaceAll("db_name = .*", "") + "\ndb_name = "
                        + restored.pair().database() + "\n");
        Set<String> all = world.belongings();

        assertThatThrownBy(() -> remove(STAGING))
                .rootCause()
                .hasMessageContaining("demo/staging and demo/crm both name database")
                .hasMessageContaining("nothing was touched");

        assertThat(world.belongings()).isEqualTo(all);
        Files.writeString(neighbours, before);
    }

    @Test
    void itCanBeFilledAgain() {
        world.restore(STAGING, backup);
        remove(STAGING);
        RestoreResult again = world.restore(STAGING, backup);
        assertThat(again.previous()).isEmpty();
        assertThat(world.host().odoo("demo/staging").serves())
                .contains(again.pair().database().value());
    }

    @Test
    void theDataOfAProductionAreNobodysToDelete() {
        RestoreResult production = world.restore(World.OTHER, backup);
        Set<String> before = world.belongings();
        assertThatThrownBy(() -> remove(World.OTHER))
                .rootCause()
                .hasMessageContaining("is a production instance")
                .hasMessageContaining("nothing was touched");
        assertThat(world.belongings()).isEqualTo(before);
        assertThat(world.host().odoo("demo/crm").serves())
                .contains(production.pair().database().value());
    }

    @Test
    void dataThatWereNeverMadeHarmlessAreNotDeletedWhateverTheInstanceIsCalled() {
        remove(STAGING);
        RestoreResult restored = world.restore(STAGING, backup);
        String database = restored.pair().database().value();
        String mark = world.query("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '"
                        + database + "'")
                .get(0);
        mark(database, mark.replace("\"neutralized\":true", "\"neutralized\":false"));
        assertThatThrownBy(() -> remove(STAGING))
                .rootCause()
                .hasMessageContaining("was never neutralized, as a production's: nothing was touched");
        assertThat(world.host().odoo("demo/staging").serves()).contains(database);
        mark(database, mark);
    }

    private void mark(String database, String mark) {
        world.host()
                .postgres()
                .execute("COMMENT ON DATABASE \"" + database + "\" IS '" + mark.replace("'", "''") + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DismantleInstance",
                "ListPairs",
                "RetireDatabase",
                "DoomDatabase",
                "ExpireFilestore",
                "ExpireDatabase"
            })
    void whatAFailureLeftTheNextAttemptDeletes(String step) {
        Set<String> others = withoutStaging();
        world.restore(STAGING, backup);
        world.faults.arm(step, Fault.REFUSED_AFTER, () -> {});
        assertThatThrownBy(() -> remove(STAGING)).rootCause().hasMessageContaining(step);
        remove(STAGING);
        assertThat(world.belongings()).isEqualTo(others);
    }

    private Set<String> withoutStaging() {
        remove(STAGING);
        return world.belongings();
    }

    private RemovalResult remove(InstanceRef instance) {
        return world.start(InstanceRemoval.TYPE, instance, RemovalRequest.of(instance))
                .getResult(RemovalResult.class);
    }
}
