package io.bemade.odoo.activities.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFileTest {
    private static final String GOOD = """
            filestores: /srv/filestores
            servers:
              main: {host: 127.0.0.1, secretRef: postgres}
            instances:
              shop/erp:
                type: production
                fqdns: erp.example.com
                server: main
                role: odoo
                config: /etc/odoo/erp.conf
                commands: {stop: [stop, erp], start: [start, erp]}
                ready: {url: "http://127.0.0.1:8069/web/login"}
            """;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void whatIsNotSaidHasItsDefault() throws IOException {
        Host platform = read(GOOD);
        Host.InstanceEntry erp = platform.instances().get(InstanceRef.of("shop/erp"));
        assertThat(platform.servers().get("main"))
                .isEqualTo(new Host.ServerEntry("127.0.0.1", 5432, "postgres", "postgres", "prefer", Optional.empty()));
        assertThat(erp).isNotNull();
        assertThat(erp.type()).isEqualTo(InstanceType.PRODUCTION);
        assertThat(erp.fqdns()).containsExactly("erp.example.com");
        assertThat(erp.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(erp.commands().timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(erp.ready().timeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(erp.databaseNamePrefix()).isEmpty();
    }

    @Test
    void anInstanceIsAStagingUnlessItSaysOtherwise() throws IOException {
        Host platform = read(GOOD.replace("    type: production\n", ""));
        assertThat(platform.instances().get(InstanceRef.of("shop/erp")))
                .isNotNull()
                .extracting(Host.InstanceEntry::type)
                .isEqualTo(InstanceType.STAGING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filestores: /srv/filestores|               |filestores is missing",
                "server: main|server: other|instances.shop/erp.server: there is no \"other\" among the servers",
                "role: odoo|role: ' '|instances.shop/erp.role is missing",
                "shop/erp:|erp:|instances.erp",
                "stop: [stop, erp],||instances.shop/erp.commands.stop",
                "type: production|type: live|instances.shop/erp.type",
                "secretRef: postgres|secretRef: p, sslMode: secure|servers.main.sslMode \"secure\" is none of",
                "secretRef: postgres|secretRef: p, caSecretRef: ca|servers.main.caSecretRef counts only where sslMode is verify-ca",
                "role: odoo|roles: odoo|roles",
                "server: main|server: [main|instances.yaml",
                "type: production|retention: -P1D|instances.shop/erp.retention",
                "http://127.0.0.1:8069/web/login|no address|instances.shop/erp.ready.url",
            })
    void whatIsWrongIsNamed(String found, String replacement, String says) {
        assertThatThrownBy(() -> read(GOOD.replace(found, replacement == null ? "" : replacement)))
                .isInstanceOf(OrchestratorException.class)
                .hasMessageContaining("instances.yaml is not usable")
                .hasMessageContaining(says)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        assertThatThrownBy(() -> read("instances: {shop/erp: {}, shop/crm: }"))
                .isInstanceOf(OrchestratorException.class)
                .hasMessageContaining("filestores is missing")
                .hasMessageContaining("instances.shop/erp.role is missing")
                .hasMessageContaining("instances.shop/crm is empty");
    }

    @Test
    void anEditCountsAtOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("instances.yaml"), GOOD);
        HostFile platform = new HostFile(file);
        assertThat(platform.get().filestores()).isEqualTo(Path.of("/srv/filestores"));
        Files.writeString(file, GOOD.replace("/srv/filestores", "/mnt"));
        assertThat(platform.get().filestores()).isEqualTo(Path.of("/mnt"));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new HostFile(directory.resolve("none.yaml")).get())
                .isInstanceOf(OrchestratorException.class)
                .hasMessageContaining("none.yaml cannot be read");
    }

    private Host read(String yaml) throws IOException {
        return new HostFile(Files.writeString(directory.resolve("instances.yaml"), yaml)).get();
    }
}
