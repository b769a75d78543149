package io.bemade.odoo.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is given: one clear sentence, and nothing has changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class BadInputIT {
    private static final byte[] SAMPLE = World.sample(2_000_000);

    /** Of the zip's directory. */
    private static final int FIRST = 0;

    private static final int THIRD = 2;

    private final World world = new World();

    @BeforeAll
    void serveSomething() {
        world.restore(World.STAGING, world.upload("good.zip", SAMPLE));
    }

    @AfterAll
    void close() {
        world.close();
    }

    static Stream<Arguments> backups() {
        return Stream.of(
                Arguments.of("empty file", new byte[0], "empty"),
                Arguments.of(
                        "a picture named .zip",
                        new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0},
                        "PNG image"),
                Arguments.of("truncated zip", Arrays.copyOf(SAMPLE, SAMPLE.length / 2), "truncated"),
                Arguments.of("zip without dump.sql", without("dump.sql"), "dump.sql"),
                Arguments.of("zip without manifest", without("manifest.json"), "manifest.json"),
                Arguments.of("zip without filestore", without("filestore/"), "filestore"),
                Arguments.of("entry outside", withEntry("../../etc/x"), "../../etc/x"),
                Arguments.of("absolute entry", withEntry("/etc/x"), "/etc/x"),
                Arguments.of("psql command", withDump(sql -> "\\! touch /tmp/hacked\n" + sql), "\\!"),
                Arguments.of(
                        "program",
                        withDump(sql -> "COPY (SELECT 1) TO PROGRAM 'touch /tmp/hacked';\n" + sql),
                        "runs a program"),
                Arguments.of(
                        "server settings", withDump(sql -> "ALTER SYSTEM SET fsync = off;\n" + sql), "ALTER SYSTEM"),
                Arguments.of("superuser", withDump(sql -> "CREATE ROLE x SUPERUSER;\n" + sql), "CREATE ROLE"),
                Arguments.of(
                        "hidden superuser",
                        withDump(sql -> "DO $$BEGIN EXECUTE 'CREATE ROLE x SUPERUSER'; END$$;\n" + sql),
                        "permission denied"),
                Arguments.of(
                        "broken in the middle of COPY",
                        withDump(sql -> sql.substring(0, sql.indexOf("\n\\.\n") - 20)),
                        "cut off"),
                Arguments.of(
                        "a broken row",
                        withDump(
                                sql -> sql.replaceFirst("(COPY public.ir_module_module [^;]*;\\n)", "$1one\tcolumn\n")),
                        "COPY"),
                Arguments.of(
                        "of a newer PostgreSQL",
                        withDump(sql ->
                                sql.replaceFirst("Dumped from database version 18", "Dumped from database version 99")),
                        "PostgreSQL 99"),
                Arguments.of("encrypted zip", patched(SAMPLE, FIRST, 8, (byte) 1), "encrypted"),
                Arguments.of("a symbolic link", patched(SAMPLE, FIRST, 41, (byte) 0xA1), "link"),
                Arguments.of("an entry that claims 2 GB", patched(SAMPLE, THIRD, 27, (byte) 0x7f), "impossible sizes"),
                Arguments.of("an entry twice", renamed(withEntry("dump.sqm"), "dump.sqm", "dump.sql"), "twice"),
                Arguments.of(
                        "not UTF-8",
                        rewritten(
                                UnaryOperator.identity(),
                                sql -> sql.replaceFirst("INSTALLED|installed", "installé"),
                                "",
                                StandardCharsets.ISO_8859_1),
                        "UTF"),
                Arguments.of(
                        "no Odoo at all",
                        "-- PostgreSQL database dump\nCREATE TABLE a ();\n-- PostgreSQL database dump complete\n"
                                .getBytes(UTF_8),
                        "ir_module_module"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backups")
    void aBadBackupIsRefusedInOneSentenceAndNothingHasChanged(String what, byte[] backup, String says) {
        refuses(world.upload(what.replace(' ', '-'), backup), says);
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                Arguments.of(
                        "missing bucket",
                        new Source.S3("nowhere", "x", none(), endpoint(), none(), noFlag(), none()),
                        "nowhere"),
                Arguments.of(
                        "missing key",
                        new Source.S3("odoo-backups", "nothing.zip", none(), endpoint(), none(), noFlag(), none()),
                        "nothing.zip"),
                Arguments.of(
                        "wrong credentials",
                        new Source.S3(
                                "odoo-backups",
                                "good.zip",
                                Optional.of("s3-wrong"),
                                endpoint(),
                                none(),
                                noFlag(),
                                none()),
                        "s3-wrong"),
                Arguments.of(
                        "missing secret",
                        new Source.S3(
                                "odoo-backups",
                                "good.zip",
                                Optional.of("nobody"),
                                endpoint(),
                                none(),
                                noFlag(),
                                none()),
                        "secret nobody"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void aSourceThatCannotBeReadIsNamed(String what, Source.S3 source, String says) {
        refuses(source, says);
    }

    @Test
    void aBackupThatIsReplacedWhileItIsReadIsRefused() {
        Source.S3 source = world.upload("replaced.zip", SAMPLE);
        byte[] other = withEntry("other");
        world.faults.arm("AttachFilestore", Fault.MEANWHILE, () -> world.upload("replaced.zip", other));
        refuses(source, "was replaced");
        assertThat(world.faults.fired()).isTrue();
    }

    @Test
    void aDatabaseNameThatPostgresWouldCutIsRefused() {
        WorkflowStub rollback = world.start(
                "Rollback", World.STAGING, Map.of("instance", "demo/staging", "toDatabase", "é".repeat(40)));
        assertThatThrownBy(() -> rollback.getResult(RollbackResult.class))
                .rootCause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getOriginalMessage())
                                .contains("80 bytes")
                                .contains("63"));
    }

    @Test
    void anUnknownInstanceIsNamed() {
        assertThatThrownBy(() -> world.restore(InstanceRef.of("demo/nobody"), world.source("good.zip")))
                .rootCause()
                .hasMessageContaining("there is no instance demo/nobody");
    }

    private void refuses(Source.S3 source, String says) {
        Set<String> before = world.belongings();
        Optional<String> serves = world.host().odoo("demo/staging").serves();
        assertThatThrownBy(() -> world.start("Restore", World.STAGING, RestoreRequest.of(World.STAGING, source))
                        .getResult(RestoreResult.class))
                .rootCause()
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getOriginalMessage())
                            .contains(says)
                            .doesNotContain("\n")
                            .doesNotContain("Exception");
                    assertThat(failure.isNonRetryable()).isTrue();
                });
        assertThat(world.belongings()).isEqualTo(before);
        assertThat(world.host().odoo("demo/staging").serves()).isEqualTo(serves);
        assertThat(java.nio.file.Path.of("/tmp/hacked")).doesNotExist();
    }

    private static Optional<String> none() {
        return Optional.empty();
    }

    private static Optional<Boolean> noFlag() {
        return Optional.empty();
    }

    private static Optional<String> endpoint() {
        return Optional.of(World.endpoint());
    }

    private static byte[] without(String prefix) {
        return rewritten(entry -> entry.startsWith(prefix) ? "" : entry, UnaryOperator.identity(), "", UTF_8);
    }

    private static byte[] withEntry(String name) {
        return rewritten(UnaryOperator.identity(), UnaryOperator.identity(), name, UTF_8);
    }

    private static byte[] withDump(UnaryOperator<String> change) {
        return rewritten(UnaryOperator.identity(), change, "", UTF_8);
    }

    /** Changes one byte of the n-th entry of the zip's directory. */
    private static byte[] patched(byte[] zip, int entry, int offset, byte value) {
        byte[] changed = zip.clone();
        int at = directory(changed, entry);
        changed[at + offset] = value;
        return changed;
    }

    private static int directory(byte[] zip, int entry) {
        int found = -1;
        for (int at = 0; at < zip.length - 46; at++) {
            if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2 && ++found == entry) {
                return at;
            }
        }
        throw new IllegalStateException("no entry " + entry);
    }

    /** A name of the same length, wherever it stands. */
    private static byte[] renamed(byte[] zip, String from, String to) {
        String text = new String(zip, StandardCharsets.ISO_8859_1);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] rewritten(
            UnaryOperator<String> names, UnaryOperator<String> dump, String extra, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(SAMPLE));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = names.apply(entry.getName());
                if (!name.isEmpty()) {
                    byte[] content = in.readAllBytes();
                    out.putNextEntry(new ZipEntry(name));
                    out.write(
                            name.equals("dump.sql")
                                    ? dump.apply(new String(content, UTF_8)).getBytes(charset)
                                    : content);
                }
            }
            if (!extra.isEmpty()) {
                out.putNextEntry(new ZipEntry(extra));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
