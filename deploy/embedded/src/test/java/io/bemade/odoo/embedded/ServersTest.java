package io.bemade.odoo.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {
    @Test
    void postgresAnswersAsVersion18(@TempDir Path directory) throws Exception {
        try (PostgresServer server = PostgresServer.start(directory);
                Connection connection = server.superuser("postgres");
                ResultSet version = connection.createStatement().executeQuery("SHOW server_version")) {
            version.next();
            assertThat(version.getString(1)).startsWith("18.");
        }
    }

    @Test
    void s3ListensOnLoopback(@TempDir Path directory) {
        try (S3Server server = S3Server.start(directory)) {
            server.createBucket("backups");
            assertThat(server.endpoint().getHost()).isEqualTo("127.0.0.1");
            assertThat(directory.resolve("backups")).isDirectory();
        }
    }
}
