package io.bemade.odoo.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.port.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedSecretsTest {
    @TempDir
    private Path directory;

    /** Files are links to links, so that all of them change at once. */
    @Test
    void aSecretIsReadAsTheKubeletMountsIt() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("s3-credentials"));
        Path data = Files.createDirectories(folder.resolve("..2026_11_21"));
        Files.writeString(data.resolve("access-key"), "key\n");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_11_21"));
        Files.createSymbolicLink(folder.resolve("access-key"), Path.of("..data/access-key"));
        Secret secret = new MountedSecrets(directory).get("shop", "s3-credentials");
        assertThat(secret.require("access-key")).isEqualTo("key");
        assertThat(secret.get("..data")).isEmpty();
    }

    @Test
    void whatWasNotMountedIsSaidWithItsNamespace() throws IOException {
        Files.createDirectories(directory.resolve("optional"));
        assertThatThrownBy(() -> new MountedSecrets(directory).get("shop", "optional"))
                .hasMessageContaining("secret optional of namespace shop");
        assertThatThrownBy(() -> new MountedSecrets(directory).get("shop", "../../etc"))
                .hasMessageContaining("not a secret's name");
    }
}
