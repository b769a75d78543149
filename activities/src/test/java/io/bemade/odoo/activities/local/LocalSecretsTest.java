package io.bemade.odoo.activities.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSecretsTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void aValueIsAFileThatOnlyItsOwnerReads() throws IOException {
        value("s3", "access-key", "rw-------");
        Secret secret = secrets(Map.of()).get("shop", "s3");
        assertThat(secret.require("access-key")).isEqualTo("value of access-key");
        assertThat(secret).hasToString("secret s3");
        assertThatThrownBy(() -> secret.require("secret-key"))
                .hasMessageContaining("secret s3 has no value \"secret-key\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void aValueThatOthersReadIsRefused(String mode) throws IOException {
        value("s3", "access-key", mode);
        assertThatThrownBy(() -> secrets(Map.of()).get("shop", "s3"))
                .isInstanceOf(OrchestratorException.class)
                .hasMessageContaining("chmod 600")
                .message()
                .doesNotContain("value of");
    }

    @Test
    void theEnvironmentHoldsSecretsTooAndFilesWin() throws IOException {
        Map<String, String> environment = Map.of(
                "ODOOCTL_SECRET_S3_CREDENTIALS_ACCESS_KEY", "from the environment",
                "ODOOCTL_SECRET_S3_CREDENTIALS_SECRET_KEY", "this too",
                "ODOOCTL_SECRET_OTHER_ACCESS_KEY", "not this");
        value("s3-credentials", "access-key", "r--------");
        Secret secret = secrets(environment).get("shop", "s3-credentials");
        assertThat(secret.require("access-key")).isEqualTo("value of access-key");
        assertThat(secret.require("secret-key")).isEqualTo("this too");
    }

    @Test
    void aSecretThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> secrets(Map.of()).get("shop", "s3")).hasMessageContaining("there is no secret s3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc", "a/b", "", "S3", "-s3"})
    void aNameThatIsAPathIsRefused(String name) {
        assertThatThrownBy(() -> secrets(Map.of()).get("shop", name)).hasMessageContaining("is not a secret's name");
    }

    private LocalSecrets secrets(Map<String, String> environment) {
        return new LocalSecrets(directory, environment);
    }

    private void value(String secret, String key, String mode) throws IOException {
        Path file = Files.createDirectories(directory.resolve(secret)).resolve(key);
        Files.writeString(file, "value of " + key + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
