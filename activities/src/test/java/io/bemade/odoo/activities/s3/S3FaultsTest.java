package io.bemade.odoo.activities.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bemade.odoo.activities.port.BackupStore.BackupObject;
import io.bemade.odoo.activities.s3.FaultyProxy.Fault;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class S3FaultsTest extends FaultyBucketTest {
    private static final byte[] CONTENT = new byte[1_000_000];
    private static final String ETAG = "\"0123456789\"";
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(3), 3, 4, Duration.ofMillis(5));

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private S3BackupStore store;

    @BeforeAll
    static void fill() {
        new Random(2).nextBytes(CONTENT);
        bucket.put("big", CONTENT);
    }

    @BeforeEach
    void connect() {
        store = new S3BackupStore(bucket.secrets(), SHORT);
    }

    @AfterEach
    void disconnect() {
        store.close();
    }

    /** Seen without the proxy, so that the plan's first fault meets the first read. */
    private BackupObject object() {
        BackupObject seen = store.open(bucket.source("big"), "shop");
        return store.open(source("big"), "shop", seen.version(), seen.size());
    }

    @Test
    void goesOnAtTheByteItReachedAfterResetsShortBodiesAndSilence() throws Exception {
        BackupObject object = object();
        proxy.plan(new Fault.Reset(300_000), new Fault.CutOff(200_000), new Fault.Stall(100_000), new Fault.CutOff(50));
        // Not compared by assertThat: it would take minutes to print a difference.
        assertThat(Arrays.equals(object.readFully(0, CONTENT.length), CONTENT)).isTrue();
        assertThat(proxy.connections()).isEqualTo(5);
    }

    @Test
    void waitsWhileTheServerIsOverloaded() throws Exception {
        BackupObject object = object();
        proxy.plan(
                answer("503 Slow Down", "Content-Length: 0"),
                answer("429 Too Many Requests", "Content-Length: 0"),
                answer("500 Internal Server Error", "Content-Length: 0"));
        assertThat(object.readFully(10, 100)).isEqualTo(Arrays.copyOfRange(CONTENT, 10, 110));
    }

    @Test
    void givesUpAfterAFewTriesWithoutAByte() {
        BackupObject object = object();
        Fault slow = answer("503 Slow Down", "Content-Length: 0");
        proxy.plan(slow, slow, slow, slow, slow, slow);
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> object.readFully(0, 10))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .withMessageContaining("s3://backups/big")
                .withMessageContaining(proxy.endpoint())
                .withMessageContaining("503");
        assertThat(proxy.connections()).isEqualTo(SHORT.reads());
    }

    @Test
    void saysWhichServerDoesNotAnswer() {
        Source.S3 source = source("big");
        proxy.close();
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> store.open(source, "shop"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .withMessageContaining("127.0.0.1");
    }

    @Test
    void looksAgainWhenTheFirstLookFails() {
        proxy.plan(new Fault.Reset(0), new Fault.CutOff(0));
        assertThat(store.open(source("big"), "shop").size()).isEqualTo(CONTENT.length);
    }

    @Test
    void refusesAServerThatIgnoresRanges() {
        proxy.plan(answer("200 OK", "Content-Length: 5\r\nETag: " + ETAG));
        BackupObject object = store.open(source("big"), "shop", ETAG, 1_000);
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> object.readFully(100, 5))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .withMessageContaining("does not serve ranges");
    }

    @Test
    void noticesAnotherVersionFromAServerThatIgnoresIfMatch() {
        proxy.plan(answer("206 Partial Content", "Content-Length: 5\r\nContent-Range: bytes 0-4/9\r\nETag: \"other\""));
        BackupObject object = store.open(source("big"), "shop", ETAG, 1_000);
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> object.readFully(0, 5))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
    }

    @Test
    void saysThatTheBucketIsInAnotherRegion() {
        String head = "Content-Length: 0\r\nx-amz-bucket-region: eu-west-3";
        proxy.plan(answer("301 Moved Permanently", head), answer("301 Moved Permanently", head));
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> store.open(source("big"), "shop"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .withMessageContaining("eu-west-3");
    }

    @Test
    void closingFromAnotherThreadEndsASilentReadAtOnce() throws Exception {
        S3BackupStore patient = new S3BackupStore(
                bucket.secrets(),
                new Patience(Duration.ofSeconds(5), Duration.ofMinutes(5), 3, 4, Duration.ofMillis(5)));
        BackupObject seen = object();
        proxy.plan(new Fault.Stall(100_000));
        InputStream in =
                patient.open(source("big"), "shop", seen.version(), seen.size()).read(0, CONTENT.length);
        AtomicInteger received = new AtomicInteger();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
            try {
                while (in.read() >= 0) {
                    received.incrementAndGet();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        while (received.get() < 95_000) {
            Thread.onSpinWait();
        }
        in.close();
        assertThat(reading).failsWithin(5, TimeUnit.SECONDS);
        patient.close();
    }

    @Test
    void saysThatAPlainServerDoesNotSpeakTls() {
        URI plain = bucket.server().endpoint();
        Source.S3 source = Bucket.at("https://127.0.0.1:" + plain.getPort(), Bucket.NAME, "big", "s3-credentials");
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> store.open(source, "shop"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .withMessageContaining("does not speak TLS");
    }
}
