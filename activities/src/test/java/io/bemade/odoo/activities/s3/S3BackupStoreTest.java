package io.bemade.odoo.activities.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bemade.odoo.activities.port.BackupStore.BackupObject;
import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.embedded.S3Server;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Source;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3BackupStoreTest {
    private static final byte[] CONTENT = new byte[300_000];

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Bucket bucket;

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static S3BackupStore store;

    @BeforeAll
    static void start(@TempDir Path directory) {
        new Random(1).nextBytes(CONTENT);
        bucket = new Bucket(directory);
        store = new S3BackupStore(bucket.secrets(), Patience.DEFAULT);
    }

    @AfterAll
    static void stop() {
        store.close();
        bucket.close();
    }

    @Test
    void tellsSizeAndVersionAndReadsAnyRange() throws Exception {
        BackupObject object = store.open(bucket.put("some key/ä+b.zip", CONTENT), "shop");
        assertThat(object.size()).isEqualTo(CONTENT.length);
        assertThat(object.version()).isNotBlank();
        assertThat(Arrays.equals(object.readFully(0, CONTENT.length), CONTENT)).isTrue();
        assertThat(object.readFully(299_990, 10)).isEqualTo(Arrays.copyOfRange(CONTENT, 299_990, 300_000));
        assertThat(object.readFully(7, 0)).isEmpty();
    }

    @Test
    void looksAtAnEmptyObject() {
        assertThat(store.open(bucket.put("empty", new byte[0]), "shop").size()).isZero();
    }

    @Test
    void refusesToMixTwoVersionsOfAnObject() throws Exception {
        Source.S3 source = bucket.put("replaced", CONTENT);
        BackupObject seen = store.open(source, "shop");
        BackupObject again = store.open(source, "shop", seen.version(), seen.size());
        assertThat(again.readFully(0, 10)).isEqualTo(Arrays.copyOf(CONTENT, 10));
        byte[] other = CONTENT.clone();
        other[0]++;
        bucket.put("replaced", other);
        refused(
                ErrorCode.SOURCE_CHANGED,
                () -> again.readFully(0, 10),
                "object s3://backups/replaced was replaced while it was being read: start the restore again");
    }

    @Test
    void namesTheMissingKey() {
        refused(
                ErrorCode.NOT_FOUND,
                () -> store.open(bucket.source("nothing.zip"), "shop"),
                "object s3://backups/nothing.zip does not exist");
    }

    @Test
    void namesTheMissingBucket() {
        Source.S3 source = Bucket.at(bucket.server().endpoint().toString(), "no-bucket", "a.zip", "s3-credentials");
        refused(ErrorCode.NOT_FOUND, () -> store.open(source, "shop"), "bucket no-bucket does not exist");
    }

    @Test
    void namesTheMissingSecretAndTheMissingValue() {
        String endpoint = bucket.server().endpoint().toString();
        bucket.secret(new Secret("half", Map.of("access-key", "x")), "half");
        refused(
                ErrorCode.NOT_FOUND,
                () -> store.open(Bucket.at(endpoint, Bucket.NAME, "a", "absent"), "shop"),
                "secret absent does not exist");
        refused(
                ErrorCode.NOT_FOUND,
                () -> store.open(Bucket.at(endpoint, Bucket.NAME, "a", "half"), "shop"),
                "secret half has no value \"secret-key\"");
    }

    @Test
    void namesSecretAndBucketButNoKeyWhenTheKeyIsWrong() {
        bucket.put("locked", CONTENT);
        bucket.secret("wrong-secret", S3Server.ACCESS_KEY, "guessed-secret-key");
        bucket.secret("wrong-access", "guessed-access-key", S3Server.SECRET_KEY);
        String endpoint = bucket.server().endpoint().toString();
        for (String secret : new String[] {"wrong-secret", "wrong-access"}) {
            assertThatExceptionOfType(OrchestratorException.class)
                    .isThrownBy(() -> store.open(Bucket.at(endpoint, Bucket.NAME, "locked", secret), "shop"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED))
                    .withMessageContaining("bucket backups")
                    .withMessageContaining("secret " + secret)
                    .withMessageNotContainingAny("guessed", S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
        }
    }

    @Test
    void goesOnWithTheNewKeysWhenASecretIsRotated() throws Exception {
        bucket.secret("rotated", S3Server.ACCESS_KEY, "outdated-secret-key");
        bucket.put("r", CONTENT);
        Source.S3 source = Bucket.at(bucket.server().endpoint().toString(), Bucket.NAME, "r", "rotated");
        refused(ErrorCode.ACCESS_DENIED, () -> store.open(source, "shop"), "secret rotated");
        bucket.secret("rotated", S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
        assertThat(store.open(source, "shop").readFully(0, 5)).isEqualTo(Arrays.copyOf(CONTENT, 5));
    }

    @Test
    void failsWithAnErrorAfterClosingInsteadOfGoingOn() throws Exception {
        InputStream in = store.open(bucket.put("closed", CONTENT), "shop").read(0, CONTENT.length);
        assertThat(in.read()).isNotNegative();
        in.close();
        assertThatExceptionOfType(java.io.IOException.class)
                .isThrownBy(in::read)
                .withMessageContaining("closed");
    }

    private static void refused(ErrorCode code, ThrowingCallable action, String message) {
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(action)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessageContaining(message);
    }
}
