package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.starter.Odooctl;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    private static final String WHAT_ONE_IS =
            "; a backup is the zip that Odoo's database manager makes, a script of pg_dump"
                    + " (.sql, .sql.gz, .sql.zst, .sql.lz4) or its custom archive (.dump)\n";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void whatIsNoBackupIsRefusedBeforeAnythingIsStarted() throws IOException {
        Path passwords = Files.writeString(directory.resolve("passwd"), "root:x:0:0:root:/root:/bin/bash\n");

        assertThat(refusal(passwords))
                .isEqualTo(passwords + " is not a backup: it is no zip of Odoo, no script and no archive of pg_dump"
                        + WHAT_ONE_IS);
        assertThat(refusal(directory)).isEqualTo(directory + " is no file" + WHAT_ONE_IS);
        Path gone = directory.resolve("gone.zip");
        assertThat(refusal(gone)).isEqualTo(gone + " is no file that can be read" + WHAT_ONE_IS);
    }

    @Test
    void theHelpSaysWhatStays() {
        demo("--help");

        assertThat(out.toString()).contains("$XDG_CACHE_HOME/odooctl, else", "~/.cache/odooctl");
    }

    private String refusal(Path backup) {
        err.getBuffer().setLength(0);
        assertThat(demo(backup.toString(), "--dir", directory.resolve("demo").toString()))
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(directory.resolve("demo")).doesNotExist();
        return err.toString();
    }

    private int demo(String... arguments) {
        Surroundings world = new Surroundings(
                new PrintWriter(out, true), new PrintWriter(err, true), Terminal.none(), Clock.systemUTC(), address -> {
                    throw new IllegalStateException("nobody is asked");
                });
        String[] all = new String[arguments.length + 1];
        all[0] = "demo";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Odooctl.commandLine(world)
                .addSubcommand(new DemoCommand(world))
                .setOut(world.out())
                .execute(all);
    }
}
