package io.bemade.odoo.activities.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bemade.odoo.activities.port.Backup;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.activity.PinnedSource.Format;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest extends BackupTest {
    private static final byte[] SCRIPT = ZipForge.DUMP.getBytes(UTF_8);

    @Test
    void knowsAPlainScriptWhateverItsName() throws Exception {
        PinnedSource pinned = inspect("script.zip", SCRIPT);
        assertThat(pinned.format()).isEqualTo(Format.PLAIN_SQL);
        assertThat(pinned.dumpBytes()).isEqualTo(SCRIPT.length);
        assertThat(pinned.postgresMajor()).isEqualTo(Optional.of(18));
        Backup backup = backups.open(pinned, "shop");
        assertThat(dump(backup)).isEqualTo(SCRIPT);
        assertThat(backup.attachments()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET x = 1;", "\n\n-- mine\n  create table t();", "\\restrict abc\n", "BEGIN;"})
    void takesAScriptThatBeginsWithAStatement(String script) {
        assertThat(inspect(script.getBytes(UTF_8)).format()).isEqualTo(Format.PLAIN_SQL);
    }

    @Test
    void readsACompressedScriptOfOneOrSeveralParts() throws Exception {
        byte[] first = gzip(Arrays.copyOf(SCRIPT, 100));
        byte[] second = gzip(Arrays.copyOfRange(SCRIPT, 100, SCRIPT.length));
        byte[] parts = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, parts, first.length, second.length);
        for (byte[] compressed : new byte[][] {gzip(SCRIPT), parts}) {
            PinnedSource pinned = inspect(compressed);
            assertThat(pinned.format()).isEqualTo(Format.PLAIN_SQL_GZ);
            assertThat(dump(backups.open(pinned, "shop"))).isEqualTo(SCRIPT);
        }
    }

    @Test
    void noticesACompressedScriptThatIsCutOffOrDamagedOrHasMoreBehind() throws Exception {
        byte[] noise = new byte[200_000];
        new Random(3).nextBytes(noise);
        byte[] script = (ZipForge.DUMP.substring(0, 100) + Arrays.toString(noise)).getBytes(UTF_8);
        byte[] compressed = gzip(script);
        byte[] flipped = compressed.clone();
        flipped[compressed.length / 2] ^= 0x55;
        byte[] more = Arrays.copyOf(compressed, compressed.length + 100);
        for (byte[] broken : new byte[][] {Arrays.copyOf(compressed, compressed.length - 5), flipped, more}) {
            PinnedSource pinned = inspect(broken);
            bad(() -> dump(backups.open(pinned, "shop")), "is damaged or cut off");
        }
        bad(() -> dump(backups.open(inspect(compressed), "shop")), "holds a dump that is cut off");
    }

    @Test
    void refusesHalfAScriptBeforeItIsRead() {
        bad(() -> inspect(Arrays.copyOf(SCRIPT, SCRIPT.length / 2)), "holds a dump that is cut off");
    }

    @Test
    void refusesAnEmptyObject() {
        bad(() -> inspect(new byte[0]), "s3://backups/backup.zip is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\u0089PNG | is a PNG image",
                "%PDF-1.7 | is a PDF document",
                "hello world, this is text | is not a backup",
                "-- PostgreSQL database cluster dump | pg_dumpall",
                "7z\u00bc\u00af | is a 7-Zip archive",
                "<?xml version='1.0'?><Error/> | is an XML document",
                "(\u00b5/\u00fd | compressed with zstd"
            })
    void saysWhatItIsInstead(String content, String message) {
        bad(() -> inspect(content.getBytes(ISO_8859_1)), message);
    }

    @Test
    void saysThatTextIsInTheWrongEncoding() {
        bad(() -> inspect(ZipForge.DUMP.getBytes(UTF_16)), "is UTF-16 text");
    }

    @Test
    void saysWhatWasCompressed() throws Exception {
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
        bad(() -> inspect(gzip(tar)), "what was compressed is a tar archive");
        bad(() -> inspect(gzip("PGDMP".getBytes(UTF_8))), "what was compressed is an archive of pg_dump");
        bad(() -> inspect(gzip(new byte[0])), "what was compressed is not a backup");
        bad(() -> inspect(new byte[] {0x1f, (byte) 0x8b, 9, 9}), "is damaged gzip data");
    }

    @Test
    void survivesAHeadOfNothingButLineEnds() {
        bad(() -> inspect("\n".repeat(100_000).getBytes(UTF_8)), "is not a backup");
    }

    @Test
    void namesTheMissingProgram() {
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> inspect("PGDMP and more".getBytes(UTF_8)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMAND_FAILED))
                .withMessageContaining("pg_restore")
                .withMessageContaining("/nonexistent/pg_restore")
                .withMessageContaining("install PostgreSQL's client programs");
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }
}
