package io.bemade.odoo.activities.backup;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bemade.odoo.activities.port.Backup;
import io.bemade.odoo.activities.s3.Bucket;
import io.bemade.odoo.activities.s3.Patience;
import io.bemade.odoo.activities.s3.S3BackupStore;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A bucket, and backups in it. */
abstract class BackupTest {
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Bucket bucket;

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static S3BackupStore store;

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static StoredBackups backups;

    @BeforeAll
    static void start(@TempDir Path directory) {
        bucket = new Bucket(directory);
        store = new S3BackupStore(bucket.secrets(), Patience.DEFAULT);
        backups = new StoredBackups(store, new PgRestore("/nonexistent/pg_restore"));
    }

    @AfterAll
    static void stop() {
        store.close();
        bucket.close();
    }

    static PinnedSource inspect(byte[] content) {
        return inspect("backup.zip", content);
    }

    static PinnedSource inspect(String key, byte[] content) {
        Source.S3 source = bucket.put(key, content);
        return backups.inspect(source, "shop");
    }

    /** Opens what inspection would refuse, too. */
    static Backup openZip(byte[] content) {
        Source.S3 source = bucket.put("opened.zip", content);
        return new ZipBackup(new StoredObject(source.toString(), store.open(source, "shop")));
    }

    static byte[] dump(Backup backup) throws IOException {
        try (InputStream in = backup.dump()) {
            return in.readAllBytes();
        }
    }

    static void bad(ThrowingCallable action, String message) {
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(action)
                .satisfies(e ->
                        org.assertj.core.api.Assertions.assertThat(e.code()).isEqualTo(ErrorCode.BAD_BACKUP))
                .withMessageStartingWith("s3://backups/")
                .withMessageContaining(message);
    }
}
