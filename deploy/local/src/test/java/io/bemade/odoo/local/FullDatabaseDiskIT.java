package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.Source;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** New databases are made on a disk of 24 MB: PostgreSQL itself takes 15 of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class FullDatabaseDiskIT {
    private final World world = new World();
    private final Path disk = world.host().directory().resolve("small-disk");
    private boolean mounted;

    @BeforeAll
    void mount() throws Exception {
        Object owner = Files.getAttribute(world.host().directory().resolve("postgres/data"), "unix:uid");
        Files.createDirectories(disk);
        mounted = runs("mount", "-t", "tmpfs", "-o", "size=24m,mode=700,uid=" + owner, "odooctl-test", disk.toString());
        assumeTrue(mounted, "only root can mount a small disk here");
        world.host().postgres().execute("CREATE TABLESPACE small LOCATION '" + disk + "'");
        world.host().postgres().execute("ALTER DATABASE template0 SET TABLESPACE small");
    }

    @AfterAll
    void unmount() throws Exception {
        world.close();
        if (mounted) {
            world.host().postgres().execute("ALTER DATABASE template0 SET TABLESPACE pg_default");
            world.host().postgres().execute("DROP TABLESPACE small");
            assertThat(runs("umount", disk.toString())).isTrue();
        }
    }

    @Test
    void aDiskThatIsFullIsNamedAndNothingIsLeftOnIt() {
        Source.S3 backup = world.upload("large.zip", World.sample(30_000_000));
        Set<String> before = world.belongings();
        Optional<String> serves = world.host().odoo("demo/crm").serves();

        assertThatThrownBy(() -> world.restore(World.OTHER, backup))
                .rootCause()
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo(ErrorCode.NO_SPACE.name());
                    assertThat(failure.getOriginalMessage())
                            .contains("PostgreSQL's disk is full")
                            .doesNotContain("\n");
                });
        assertThat(world.belongings()).isEqualTo(before);
        assertThat(world.host().odoo("demo/crm").serves()).isEqualTo(serves);
    }

    private static boolean runs(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
