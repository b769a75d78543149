package io.bemade.odoo.activities.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.bemade.odoo.activities.port.BackupStore.BackupObject;
import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.activities.s3.FaultyProxy.Fault;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An object that is read over several connections at once, some of which fail. */
@Timeout(60)
class ParallelReadTest extends FaultyBucketTest {
    private static final int FIRST = ParallelStream.FIRST;
    private static final int PIECE = Buffers.SIZE;
    private static final byte[] CONTENT = new byte[7 + FIRST + 11 * PIECE];
    private static final Fault SOUND = new Fault.CutOff(Integer.MAX_VALUE);

    /** What is not ended from outside ends in minutes. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(1), 3, 6, Duration.ofMillis(5));
    private static final Patience LONG =
            new Patience(Duration.ofSeconds(5), Duration.ofMinutes(5), 3, 4, Duration.ofMillis(5));

    private final Reading reading = Reading.of(SHORT, 8, Rate.unlimited());

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private S3Clients clients;

    @BeforeAll
    static void fill() {
        new Random(3).nextBytes(CONTENT);
        bucket.put("big", CONTENT);
    }

    @BeforeEach
    void connect() {
        clients = new S3Clients(SHORT, 16);
    }

    @AfterEach
    void nothingIsLeft() {
        eventually(() -> reading.buffers().lent() == 0);
        eventually(() -> threads().isEmpty());
        clients.close();
    }

    private BackupObject object(String key, Reading how) throws Interruption {
        Source.S3 source = source(key);
        try (S3Clients patient = new S3Clients(LONG, 16)) {
            var head = new S3Requests(source, "shop", bucket.secrets(), patient).head();
            S3Requests requests = new S3Requests(source, "shop", bucket.secrets(), clients);
            return new S3Object(requests, how, head.eTag(), head.contentLength());
        }
    }

    private BackupObject object() throws Interruption {
        return object("big", reading);
    }

    /** Whose readers give up after minutes; no connection is left from looking at it. */
    private BackupObject patient() throws Interruption {
        clients = new S3Clients(LONG, 16);
        Reading patiently = new Reading(LONG, Rate.unlimited(), 8, reading.buffers(), reading.threads());
        BackupObject object = object("big", patiently);
        clients.close();
        eventually(() -> proxy.open() == 0);
        return object;
    }

    /** Not compared by assertThat: it would take minutes to print a difference. */
    private static boolean same(byte[] read, long from) {
        return Arrays.equals(read, 0, read.length, CONTENT, (int) from, (int) from + read.length);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                FIRST - 1,
                FIRST,
                FIRST + 1,
                FIRST + PIECE - 1,
                FIRST + PIECE,
                FIRST + PIECE + 1,
                FIRST + 2 * PIECE,
                FIRST + 11 * PIECE
            })
    void handsOverEveryByteInOrder(int length) throws Exception {
        Random random = new Random(length);
        byte[] read = new byte[length];
        try (InputStream in = object().read(7, 7 + length)) {
            for (int at = 0; at < length; ) {
                assertThat(in.available()).isEqualTo(length - at);
                int wanted = Math.min(length - at, 1 + random.nextInt(200_000));
                int count = random.nextInt(50) == 0 ? one(in, read, at) : in.read(read, at, wanted);
                assertThat(count).isPositive();
                at += count;
            }
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[10])).isEqualTo(-1);
        }
        assertThat(same(read, 7)).isTrue();
    }

    private static int one(InputStream in, byte[] to, int at) throws IOException {
        to[at] = (byte) in.read();
        return 1;
    }

    @Test
    void readsOverSeveralConnectionsAtOnceButTheHeadOverOne() throws Exception {
        BackupObject object = patient();
        proxy.plan();
        try (InputStream in = object.read(0, CONTENT.length)) {
            in.readNBytes(FIRST / 4 - 1);
            assertThat(reading.buffers().lent()).isZero();
            assertThat(proxy.connections()).isLessThanOrEqualTo(1);
            in.readNBytes(3 * FIRST);
            assertThat(reading.buffers().lent()).isBetween(7, 8);
            assertThat(proxy.connections()).isGreaterThan(1);
        }
    }

    @Test
    void goesOnFromTheByteItReachedOnEveryConnection() throws Exception {
        BackupObject object = object();
        proxy.plan(
                new Fault.CutOff(700_000),
                new Fault.Reset(300_000),
                new Fault.CutOff(2_000_000),
                new Fault.Stall(100_000),
                new Fault.CutOff(50),
                new Fault.Reset(0),
                SOUND,
                new Fault.CutOff(1_000_000),
                answer("503 Slow Down", "Content-Length: 0"),
                answer("206 Partial Content", "Content-Length: 5\r\nContent-Range: bytes 0-4/9\r\nETag: \""),
                new Fault.Stall(0));
        assertThat(same(object.readFully(0, CONTENT.length), 0)).isTrue();
        assertThat(proxy.connections()).isGreaterThan(11);
    }

    @Test
    void failsWhereReadingArrivesAtAPartThatCannotBeHad() throws Exception {
        BackupObject object = object();
        Fault[] faults = new Fault[500];
        Arrays.fill(faults, answer("503 Slow Down", "Content-Length: 0"));
        faults[0] = new Fault.CutOff(FIRST + 4096); // whoever asks again must not find this connection sound
        proxy.plan(faults);
        byte[] read = new byte[CONTENT.length];
        int[] count = new int[1];
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> count[0] = readUntilItFails(object, read, count))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .withMessageContaining("s3://backups/big cannot be read from " + proxy.endpoint())
                .withMessageContaining("503");
        assertThat(count[0]).isGreaterThanOrEqualTo(FIRST).isLessThan(CONTENT.length);
        assertThat(same(Arrays.copyOf(read, count[0]), 0)).isTrue();
    }

    private static int readUntilItFails(BackupObject object, byte[] read, int[] count) throws IOException {
        try (InputStream in = object.read(0, CONTENT.length)) {
            for (int n; (n = in.read(read, count[0], Math.min(60_000, read.length - count[0]))) > 0; ) {
                count[0] += n;
            }
        }
        return count[0];
    }

    @Test
    void refusesAnObjectThatWasReplacedInTheMiddle() throws Exception {
        bucket.put("replaced", CONTENT);
        BackupObject object = object("replaced", reading);
        byte[] other = CONTENT.clone();
        other[CONTENT.length - 1]++;
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> {
                    try (InputStream in = object.read(0, CONTENT.length)) {
                        in.readNBytes(FIRST + 10);
                        bucket.put("replaced", other);
                        in.readAllBytes();
                    }
                })
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_CHANGED))
                .withMessage(
                        "object s3://backups/replaced was replaced while it was being read: start the restore again");
    }

    @Test
    void closingEndsEveryConnectionThatIsUnderWay() throws Exception {
        BackupObject object = patient();
        Fault silent = new Fault.Stall(1_000_000);
        proxy.plan(new Fault.Stall(FIRST - 10_000), silent, silent, silent, silent, silent, silent, silent);
        InputStream in = object.read(0, CONTENT.length);
        in.readNBytes(FIRST - 20_000);
        eventually(() -> proxy.open() == 4);
        in.close();
        eventually(() -> proxy.open() == 0);
        assertThatIOException().isThrownBy(in::read).withMessageContaining("closed");
    }

    /** As the pulse of a step closes what the step reads when it is no longer wanted. */
    @ParameterizedTest
    @CsvSource({"0, 1", "100, 1", "500000, 2", FIRST + 500_000 + ", 1"})
    void closingFromAnotherThreadEndsAReadThatWaits(int answered, int stalled) throws Exception {
        BackupObject object = patient();
        Fault silent = new Fault.Stall(Math.max(0, answered - FIRST));
        // Whoever goes on with the first connection must not find it sound.
        Fault first = answered < FIRST ? new Fault.Stall(answered) : new Fault.CutOff(FIRST + 4096);
        proxy.plan(first, silent);
        InputStream in = object.read(0, FIRST + PIECE);
        CompletableFuture<byte[]> all = background(in::readAllBytes);
        eventually(() -> proxy.stalled() == stalled && allWait());
        assertThat(all).isNotDone();
        in.close();
        assertThat(all).failsWithin(SOON).withThrowableThat().withRootCauseInstanceOf(IOException.class);
        eventually(() -> proxy.open() <= 1); // what was read to its end may be used again
    }

    @Test
    void anInterruptEndsAReadThatWaits() throws Exception {
        BackupObject object = patient();
        // The first connection is not found sound by whoever asks for the piece, and the second one says nothing.
        proxy.plan(new Fault.CutOff(FIRST + 4096), new Fault.Stall(0));
        try (InputStream in = object.read(0, FIRST + PIECE)) {
            in.readNBytes(FIRST);
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(in::read);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void manyStreamsShareWhatMemoryThereIs() throws Exception {
        BackupObject object = object();
        List<InputStream> streams = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            InputStream in = object.read(i, CONTENT.length);
            streams.add(in);
            assertThat(same(in.readNBytes(3 * FIRST), i)).isTrue();
            assertThat(reading.buffers().lent()).isBetween(1, 16);
        }
        assertThat(reading.buffers().lent()).isEqualTo(16);
        List<CompletableFuture<byte[]>> rest = new ArrayList<>();
        for (InputStream in : streams) {
            rest.add(background(in::readAllBytes));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(same(rest.get(i).get(30, TimeUnit.SECONDS), i + 3 * FIRST))
                    .isTrue();
            streams.get(i).close();
        }
    }

    @Test
    void whatAClosedStreamFetchesIsNotMixedIntoAnother() throws Exception {
        BackupObject object = object();
        for (int i = 0; i < 20; i++) {
            InputStream left = object.read(i * 1_000L, CONTENT.length);
            left.readNBytes(FIRST + i * 100_000);
            left.close();
            try (InputStream in = object.read(FIRST, FIRST + 2 * PIECE)) {
                assertThat(same(in.readAllBytes(), FIRST)).isTrue();
            }
        }
    }

    @Test
    void readsNoFasterThanItMay() throws Exception {
        Reading limited = Reading.of(SHORT, 8, Rate.of(8_000_000));
        BackupObject object = object("big", limited);
        long begun = System.nanoTime();
        assertThat(same(object.readFully(0, 16_000_000), 0)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(900));
        InputStream in = object.read(0, CONTENT.length);
        CompletableFuture<byte[]> all = background(in::readAllBytes);
        in.close();
        assertThat(all).failsWithin(SOON);
        eventually(() -> limited.buffers().lent() == 0);
    }

    private static <T> CompletableFuture<T> background(Callable<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                task -> new Thread(task, "reads S3 itself").start());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("reads S3 ahead"))
                .toList();
    }

    /** Who reads and who reads ahead: for a socket, or for one another. */
    private static boolean allWait() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("reads S3"))
                .map(Map.Entry::getValue)
                .allMatch(
                        frames -> frames.length > 0 && frames[0].getMethodName().matches("poll|wait0?"));
    }

    private static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
