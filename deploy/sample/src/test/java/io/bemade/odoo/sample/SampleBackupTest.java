package io.bemade.odoo.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleBackupTest {
    private static final long SIZE = 5_000_000;

    private static WrittenSample sample;

    @BeforeAll
    static void write(@TempDir Path directory) throws IOException {
        sample = WrittenSample.write(directory.resolve("sample.zip"), Options.ofSize(SIZE));
    }

    @Test
    void hasTheOrderOfOdoosOwnBackups() throws IOException {
        List<String> names = names();
        assertThat(names).startsWith("dump.sql", "manifest.json");
        assertThat(names.subList(2, names.size()))
                .allMatch(name -> name.matches("filestore/(checklist/)?([0-9a-f]{2})/\\2[0-9a-f]{38}"));
        assertThat(names)
                .filteredOn(name -> name.startsWith("filestore/checklist/"))
                .hasSize((int) sample.summary().files());
    }

    @Test
    void namesEveryFileByItsTrueSha1() throws Exception {
        long files = 0;
        try (ZipFile zip = new ZipFile(sample.file().toFile())) {
            for (String name : attachments()) {
                byte[] content =
                        zip.getInputStream(zip.getEntry("filestore/" + name)).readAllBytes();
                String sha1 = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-1").digest(content));
                assertThat(name).isEqualTo(sha1.substring(0, 2) + "/" + sha1);
                files++;
            }
        }
        assertThat(files).isEqualTo(sample.summary().files()).isPositive();
    }

    @Test
    void isAboutAsLargeAsAskedFor() {
        assertThat(sample.summary().plainBytes()).isCloseTo(SIZE, Percentage.withPercentage(10));
        assertThat(sample.dump().getBytes(StandardCharsets.UTF_8).length)
                .isEqualTo((int) sample.summary().dumpBytes());
    }

    @Test
    void saysHowManyRowsItWrote() {
        assertThat(sample.rows().keySet()).isEqualTo(sample.summary().rows().keySet());
        sample.rows()
                .forEach((table, lines) -> assertThat(lines.size() - 1L)
                        .as(table)
                        .isEqualTo(sample.summary().rows().get(table)));
        sample.rows()
                .forEach((table, lines) -> assertThat(lines)
                        .as(table)
                        .allMatch(line -> line.size() == lines.get(0).size()));
    }

    @Test
    void itsAttachmentsReferToEveryFileSomeOfThemToTheSameAndSomeToNone() throws IOException {
        List<String> stored = sample.column("ir_attachment", "store_fname");
        List<String> inFiles =
                stored.stream().filter(name -> !name.equals("\\N")).toList();
        assertThat(new TreeSet<>(inFiles)).containsExactlyElementsOf(new TreeSet<>(attachments()));
        assertThat(inFiles).hasSizeGreaterThan(attachments().size());
        assertThat(stored).contains("\\N");
    }

    @Test
    void hasWhatTheChecksOfARestoreLookFor() {
        assertThat(sample.column("ir_module_module", "name")).contains("base", "web", "mail");
        assertThat(sample.column("ir_module_module", "latest_version")).contains("19.0.1.3");
        assertThat(sample.column("ir_config_parameter", "key"))
                .contains("database.uuid", "database.secret", "database.create_date", "web.base.url");
        assertThat(sample.column("ir_mail_server", "active")).containsExactly("t", "f");
        assertThat(sample.column("fetchmail_server", "active")).contains("t");
        assertThat(sample.column("payment_provider", "state")).contains("enabled");
        assertThat(sample.column("mail_mail", "state")).contains("outgoing");
        assertThat(sample.column("ir_cron", "active")).filteredOn("t"::equals).hasSizeGreaterThan(2);
        int job = sample.column("ir_model_data", "name").indexOf("autovacuum_job");
        assertThat(sample.column("ir_model_data", "model").get(job)).isEqualTo("ir.cron");
    }

    @Test
    void mostOfItsDumpIsMail() {
        int start = sample.dump().indexOf("COPY public.mail_message (");
        int end = sample.dump().indexOf("\n\\.\n", start);
        assertThat(end - start).isGreaterThan(sample.dump().length() / 2);
    }

    @Test
    void itsDataHasLinesThatLookLikeStatements() {
        assertThat(sample.dump())
                .contains("\nGRANT ALL ON SCHEMA public TO everybody;\t")
                .contains("\nCOPY public.res_users (id, login) FROM stdin;\t")
                .contains("\n-- PostgreSQL database dump complete\t")
                .contains("\n\\\\.\t");
    }

    @Test
    void isTheSameForTheSameSeedAndAnotherForAnother() throws IOException {
        byte[] first = bytes(Options.ofSize(2_000_000));
        assertThat(bytes(Options.ofSize(2_000_000))).isEqualTo(first);
        assertThat(bytes(Options.ofSize(2_000_000).withSeed(2))).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18, 19})
    void saysItsOdooVersionInManifestAndModules(int major, @TempDir Path directory) throws IOException {
        WrittenSample other = WrittenSample.write(
                directory.resolve("other.zip"), Options.ofSize(2_000_000).withOdoo(major));
        assertThat(other.text("manifest.json")).contains("\"major_version\": \"" + major + ".0\"");
        assertThat(other.column("ir_module_module", "latest_version")).contains(major + ".0.1.3");
        assertThat(other.rows()).containsKey(major < 16 ? "payment_acquirer" : "payment_provider");
    }

    @Test
    void leavesOutWhatAnOlderServerDoesNotKnow(@TempDir Path directory) throws IOException {
        WrittenSample other = WrittenSample.write(
                directory.resolve("other.zip"), Options.ofSize(2_000_000).withPostgres(15));
        assertThat(sample.dump()).contains("SET transaction_timeout = 0;");
        assertThat(other.dump()).doesNotContain("transaction_timeout").contains("by pg_dump version 15");
    }

    @Test
    void refusesASizeThatNothingFitsInto() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.ofSize(1000))
                .withMessage("a sample of 1000 bytes is too small: ask for 2MB or more");
    }

    @Test
    void readsSizesAsPeopleWriteThem() {
        assertThat(ByteSize.parse("200MB")).isEqualTo(200_000_000);
        assertThat(ByteSize.parse("1.5 gb")).isEqualTo(1_500_000_000);
        assertThat(ByteSize.parse("42")).isEqualTo(42);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSize.parse("big"))
                .withMessage("\"big\" is not a size: write 200MB or 1.5GB");
    }

    private static byte[] bytes(Options options) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SampleBackup.write(bytes, options);
        return bytes.toByteArray();
    }

    private static List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipFile zip = new ZipFile(sample.file().toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                names.add(entries.nextElement().getName());
            }
        }
        return names;
    }

    /** {@code xx/sha1} of the files that are there, without the collector's markers. */
    private static List<String> attachments() throws IOException {
        return names().stream()
                .filter(name -> name.matches("filestore/[0-9a-f]{2}/.*"))
                .map(name -> name.substring("filestore/".length()))
                .toList();
    }
}
