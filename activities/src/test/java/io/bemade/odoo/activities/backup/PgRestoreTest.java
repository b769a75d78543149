package io.bemade.odoo.activities.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bemade.odoo.activities.port.Backup;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.activity.PinnedSource.Format;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a program is fed and believed; what the real one does is tried where there is one. */
@Timeout(30)
class PgRestoreTest extends BackupTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private StoredBackups with(String script) throws IOException {
        Path program = directory.resolve("pg_restore");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new StoredBackups(store, new PgRestore(program.toString()));
    }

    private PinnedSource inspect(StoredBackups backups, byte[] archive) {
        return backups.inspect(bucket.put("archive.dump", archive), "shop");
    }

    private static byte[] archive(int size) {
        byte[] archive = new byte[size];
        new Random(4).nextBytes(archive);
        System.arraycopy("PGDMP".getBytes(UTF_8), 0, archive, 0, 5);
        return archive;
    }

    @Test
    void readsTheListAndThenThePlainScript() throws Exception {
        StoredBackups backups = with("""
                if [ "$1" = --list ]; then echo ';     Dumped from database version: 18.0 (Debian)'; exit; fi
                [ -z "$PGPASSWORD" ] && [ "$(wc -c)" -eq 3000000 ] && echo "SET x = 1;"
                """);
        PinnedSource pinned = inspect(backups, archive(3_000_000));
        assertThat(pinned.format()).isEqualTo(Format.CUSTOM_DUMP);
        assertThat(pinned.postgresMajor()).isEqualTo(Optional.of(18));
        assertThat(dump(backups.open(pinned, "shop"))).asString(UTF_8).isEqualTo("SET x = 1;\n");
    }

    @Test
    void believesTheExitStatusAndNotTheEndOfTheOutput() throws Exception {
        StoredBackups backups = with("""
                if [ "$1" = --list ]; then exit 0; fi
                echo 'SET x = 1;'
                cat > /dev/null
                echo 'pg_restore: error: could not read from input file: end of file' >&2
                exit 1
                """);
        Backup backup = backups.open(inspect(backups, archive(100)), "shop");
        bad(() -> dump(backup), "pg_restore says \"pg_restore: error: could not read from input file: end of file\"");
    }

    @Test
    void refusesADamagedArchiveBeforeAnythingIsMade() throws Exception {
        StoredBackups backups = with("cat >/dev/null; head -c 300000 /dev/zero | tr '\\0' x >&2; exit 1");
        bad(() -> inspect(backups, archive(100)), "is an archive of pg_dump that is damaged or cut off");
    }

    @Test
    void saysThatTheArchiveIsNewerThanTheProgram() throws Exception {
        StoredBackups backups = with("echo 'pg_restore: error: unsupported version (1.99) in file header' >&2; exit 1");
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> inspect(backups, archive(100)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMAND_FAILED))
                .withMessageContaining("newer pg_dump")
                .withMessageContaining("install newer PostgreSQL client programs");
    }

    /** Several times, for the end of what is fed and its reason come to two threads. */
    @RepeatedTest(20)
    void reportsTheStoreAndNotTheProgramWhenTheObjectIsReplaced() throws Exception {
        StoredBackups backups = with("if [ \"$1\" = --list ]; then exit 0; fi; cat >/dev/null; echo done");
        PinnedSource pinned = inspect(backups, archive(100));
        bucket.put("archive.dump", archive(101));
        assertThatExceptionOfType(OrchestratorException.class)
                .isThrownBy(() -> dump(backups.open(pinned, "shop")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
    }

    @Test
    void endsTheProgramWhenTheScriptIsClosed() throws Exception {
        StoredBackups backups = with("if [ \"$1\" = --list ]; then exit 0; fi; echo $$; exec sleep 300");
        InputStream script =
                backups.open(inspect(backups, archive(5_000_000)), "shop").dump();
        StringBuilder pid = new StringBuilder();
        for (int c; (c = script.read()) != '\n'; ) {
            pid.append((char) c);
        }
        ProcessHandle program = ProcessHandle.of(Long.parseLong(pid.toString())).orElseThrow();
        script.close();
        program.onExit().get(10, TimeUnit.SECONDS);
        assertThatExceptionOfType(IOException.class).isThrownBy(script::read);
    }
}
