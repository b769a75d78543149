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
import java.util.Arrays;
import java.util.Optional;
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
                "BZh91AY | is compressed with bzip2, which is not understood",
                "\u00fd7zXZ | is compressed with xz, which is not understood"
            })
    void saysWhatItIsInstead(String content, String message) {
        bad(() -> inspect(content.getBytes(ISO_8859_1)), message);
    }

    @Test
    void saysThatTextIsInTheWrongEncoding() {
        bad(() -> inspect(ZipForge.DUMP.getBytes(UTF_16)), "is UTF-16 text");
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
}
