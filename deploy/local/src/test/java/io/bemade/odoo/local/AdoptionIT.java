package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** An Odoo that ran before anybody heard of us, with names that only an old hand would give. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class AdoptionIT {
    private static final String DATABASE = "Erp's old.db";

    private final World world = new World();
    private final TestOdoo odoo = world.host().odoo("demo/odd");
    private final Path data = odoo.conf().resolveSibling("data of erp");

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void theOldDatabaseAndItsFilesAreKeptAndCanBeGoneBackTo() throws IOException {
        Source.S3 backup = world.upload("adoption.zip", World.sample(2_000_000));
        liveOn(world.restore(World.OTHER, backup).pair());
        String configuration = Files.readString(odoo.conf());

        RestoreResult restored = world.restore(World.ODD, backup);

        assertThat(restored.warnings()).isEmpty();
        assertThat(restored.previous()).hasValueSatisfying(old -> {
            assertThat(old.database().value()).isEqualTo(DATABASE);
            assertThat(old.filestore().value()).isEqualTo(data.toString());
        });
        assertThat(odoo.serves()).contains(restored.pair().database().value());
        String name = restored.pair().database().value();
        assertThat(name)
                .startsWith("erp-s--old---.db-x")
                .endsWith("-" + restored.pair().suffix());
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
        assertThat(world.databases())
                .anySatisfy(database -> assertThat(database)
                        .startsWith(DATABASE + " false")
                        .contains(KeptPair.State.RETAINED.name())
                        .contains("what the old hand wrote here"));

        RollbackResult back = world.start("Rollback", World.ODD, RollbackRequest.of(World.ODD))
                .getResult(RollbackResult.class);

        assertThat(back.pair()).isEqualTo(restored.previous().orElseThrow());
        assertThat(odoo.serves()).contains(DATABASE);
        assertThat(Files.readString(odoo.conf()))
                .contains("db_name = " + DATABASE)
                .contains("data_dir = " + data)
                .contains("; made for the demo");
        assertThat(configuration).contains("; made for the demo");
        assertThat(Files.readString(data.resolve("filestore").resolve(DATABASE).resolve("aa/note")))
                .isEqualTo("still here");
    }

    /** Makes a live Odoo of a copy of the pair. */
    private void liveOn(StoragePair pair) throws IOException {
        String template = pair.database().value();
        world.query("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname = '" + template + "'");
        world.host()
                .postgres()
                .execute("CREATE DATABASE \"" + DATABASE + "\" TEMPLATE \"" + template + "\" OWNER " + TestHost.ROLE);
        world.host().postgres().execute("COMMENT ON DATABASE \"" + DATABASE + "\" IS 'what the old hand wrote here'");
        Path files = Files.createDirectories(
                data.resolve("filestore").resolve(DATABASE).resolve("aa"));
        Files.writeString(files.resolve("note"), "still here");
        Files.writeString(
                odoo.conf(), Files.readString(odoo.conf()) + "db_name = " + DATABASE + "\ndata_dir = " + data + "\n");
        Files.copy(odoo.conf(), odoo.conf().resolveSibling("running.conf"));
        assertThat(odoo.serves()).isEqualTo(Optional.of(DATABASE));
    }
}
