package io.bemade.odoo.activities.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.ZstdOutputStream;
import io.bemade.odoo.activities.port.BackupStore.BackupObject;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.BlockSize;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripts that somebody compressed. */
@Timeout(60)
class CompressedScriptTest extends BackupTest {
    private static final byte[] SCRIPT = ZipForge.DUMP.getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource
    void readsAScriptOfOneOrSeveralParts(Compression compression) throws Exception {
        byte[] first = pack(compression, Arrays.copyOf(SCRIPT, 100));
        byte[] second = pack(compression, Arrays.copyOfRange(SCRIPT, 100, SCRIPT.length));
        byte[] parts = joined(first, pack(compression, new byte[0]), second);
        for (byte[] compressed : new byte[][] {pack(compression, SCRIPT), parts}) {
            PinnedSource pinned = inspect("script.sql", compressed);
            assertThat(pinned.format()).isEqualTo(compression.format());
            assertThat(pinned.postgresMajor()).isEqualTo(Optional.of(18));
            assertThat(dump(backups.open(pinned, "shop"))).isEqualTo(SCRIPT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatIsLargerThanAnyBuffer(Compression compression) throws Exception {
        byte[] noise = new byte[3_000_000];
        new Random(5).nextBytes(noise);
        byte[] script = joined("-- noise\nSET x = 1; --".getBytes(UTF_8), noise, new byte[6_000_000]);
        assertThat(unpacked(pack(compression, script), compression)).isEqualTo(script);
    }

    @ParameterizedTest
    @EnumSource
    void noticesWhatIsCutOffOrDamagedOrHasMoreBehind(Compression compression) throws Exception {
        byte[] compressed = pack(compression, halfADump());
        byte[] flipped = compressed.clone();
        flipped[compressed.length / 2] ^= 0x55;
        byte[] more = Arrays.copyOf(compressed, compressed.length + 100);
        for (byte[] broken : new byte[][] {Arrays.copyOf(compressed, compressed.length - 5), flipped, more}) {
            PinnedSource pinned = inspect(broken);
            bad(
                    () -> dump(backups.open(pinned, "shop")),
                    "is damaged or cut off (its " + compression.label() + " data: ");
        }
        bad(() -> dump(backups.open(inspect(compressed), "shop")), "holds a dump that is cut off");
    }

    /** Large enough to be taken for sound at the beginning. */
    private static byte[] halfADump() {
        byte[] noise = new byte[300_000];
        new Random(3).nextBytes(noise);
        return (ZipForge.DUMP.substring(0, 100) + Base64.getEncoder().encodeToString(noise)).getBytes(UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void noticesAMissingEndWhereverItIsMissing(Compression compression) throws Exception {
        byte[] compressed = pack(compression, SCRIPT);
        for (int length = 1; length < compressed.length; length++) {
            refused(Arrays.copyOf(compressed, length), compression);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noticesAStrangeEndHoweverShortItIs(Compression compression) throws Exception {
        byte[] compressed = pack(compression, SCRIPT);
        for (int more = 1; more < 40; more++) {
            refused(Arrays.copyOf(compressed, compressed.length + more), compression);
            refused(joined(compressed, "x".repeat(more).getBytes(UTF_8)), compression);
        }
    }

    private static void refused(byte[] compressed, Compression compression) {
        assertThatExceptionOfType(OrchestratorException.class)
                .as("%d bytes", compressed.length)
                .isThrownBy(() -> unpacked(compressed, compression))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_BACKUP))
                .withMessageStartingWith("stored is damaged or cut off (its " + compression.label() + " data: ")
                .withMessageEndingWith("): upload it again");
    }

    @ParameterizedTest
    @EnumSource
    void saysNothingElseOfWhateverIsDamaged(Compression compression) throws Exception {
        byte[] sound = pack(compression, Arrays.copyOf(halfADump(), 5_000));
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] broken = sound.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                broken[4 + random.nextInt(i % 2 == 0 ? 30 : sound.length - 4)] = (byte) random.nextInt();
            }
            try {
                unpacked(broken, compression);
            } catch (OrchestratorException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.BAD_BACKUP);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNotOverwhelmedByVeryManyEmptyParts(Compression compression) throws Exception {
        byte[] empty = pack(compression, new byte[0]);
        byte[] parts = new byte[200_000 * empty.length];
        for (int at = 0; at < parts.length; at += empty.length) {
            System.arraycopy(empty, 0, parts, at, empty.length);
        }
        try {
            assertThat(unpacked(joined(parts, pack(compression, SCRIPT)), compression))
                    .isEqualTo(SCRIPT);
        } catch (OrchestratorException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.BAD_BACKUP);
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatWasCompressed(Compression compression) throws Exception {
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
        String inner = "is compressed with " + compression.label() + ", and what was compressed is ";
        bad(() -> inspect(pack(compression, tar)), inner + "a tar archive");
        bad(() -> inspect(pack(compression, "PGDMP".getBytes(UTF_8))), inner + "an archive of pg_dump");
        bad(() -> inspect(pack(compression, new byte[0])), inner + "not a backup");
        bad(() -> inspect(pack(compression, pack(Compression.LZ4, SCRIPT))), inner + "compressed with lz4");
        byte[] header = Arrays.copyOf(pack(compression, SCRIPT), 20);
        Arrays.fill(header, 4, 20, (byte) 9);
        bad(() -> inspect(header), "is damaged or cut off (its " + compression.label() + " data: ");
    }

    @Test
    void refusesAWindowThatTakesTooMuchMemory() throws Exception {
        bad(() -> inspect(zstd(SCRIPT, 26)), "is compressed with zstd in a window of more than 32 MiB");
        assertThat(dump(backups.open(inspect(zstd(SCRIPT, 25)), "shop"))).isEqualTo(SCRIPT);
    }

    @ParameterizedTest
    @EnumSource
    void whatTheStoreFailsAtIsNotTheBackupsFault(Compression compression) throws Exception {
        OrchestratorException away = new OrchestratorException(ErrorCode.UNAVAILABLE, "the store is away");
        byte[] compressed = pack(compression, halfADump());
        for (int given : new int[] {0, 3, 100_000}) {
            InputStream failing = new InputStream() {
                @Override
                public int read() {
                    throw away;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    throw away;
                }
            };
            InputStream bytes = new SequenceInputStream(new ByteArrayInputStream(compressed, 0, given), failing);
            assertThatExceptionOfType(OrchestratorException.class)
                    .isThrownBy(() -> {
                        try (InputStream in = CompressedScript.open(stored(compressed.length, bytes), compression)) {
                            in.readAllBytes();
                        }
                    })
                    .isSameAs(away);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingFromAnotherThreadEndsAReadThatWaits(Compression compression) throws Exception {
        byte[] compressed = pack(compression, halfADump());
        SilentStream stalling = new SilentStream();
        InputStream bytes = new SequenceInputStream(new ByteArrayInputStream(compressed, 0, 100_000), stalling) {
            @Override
            public void close() {
                stalling.close();
            }
        };
        InputStream in = CompressedScript.open(stored(compressed.length, bytes), compression);
        CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(() -> {
            try {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        stalling.asked.await();
        in.close();
        assertThat(stalling.closed.getCount()).isZero();
        assertThat(reading)
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(IOException.class);
    }

    private static byte[] unpacked(byte[] compressed, Compression compression) throws IOException {
        StoredObject source = stored(compressed.length, new ByteArrayInputStream(compressed));
        try (InputStream in = CompressedScript.open(source, compression)) {
            return in.readAllBytes();
        }
    }

    private static StoredObject stored(long size, InputStream bytes) {
        return new StoredObject("stored", new Once(size, bytes));
    }

    /** Can be read once. */
    private record Once(long size, InputStream bytes) implements BackupObject {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public InputStream read(long from, long to) {
            return bytes;
        }
    }

    private static byte[] pack(Compression compression, byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packing(compression, bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static OutputStream packing(Compression compression, OutputStream bytes) throws IOException {
        return switch (compression) {
            case GZIP -> new GZIPOutputStream(bytes);
            case ZSTD -> new ZstdOutputStream(bytes).setChecksum(true);
            case LZ4 -> new FramedLZ4CompressorOutputStream(bytes, new Parameters(BlockSize.M4, true, false, true));
        };
    }

    private static byte[] zstd(byte[] plain, int window) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(bytes)) {
            out.setLong(window);
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
