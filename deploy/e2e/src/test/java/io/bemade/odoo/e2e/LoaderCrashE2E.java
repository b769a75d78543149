package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server crashes while our loader works. It is everybody's: nothing else may run meanwhile. */
class LoaderCrashE2E {
    private static final String SCRIPT = """
            CREATE TABLE t (id integer PRIMARY KEY, v text);
            INSERT INTO t SELECT i, repeat(md5(i::text), 10) FROM generate_series(1, 30000) i;
            CREATE INDEX t_v ON t (v);
            CREATE TABLE u (id integer PRIMARY KEY, t integer REFERENCES t);
            INSERT INTO u SELECT i, i FROM generate_series(1, 30000) i;
            COMMENT ON TABLE u IS 'of t';
            """;

    /** When so much of the dump has been read; the second attempt has what psql has. */
    @ParameterizedTest
    @ValueSource(strings = {"COPY public.u", "FOREIGN KEY"})
    void theLoadSaysThatTheServerIsLostAndASecondAttemptHasEverything(String when) throws IOException {
        LoadServer server = new LoadServer(RealStack.require(), 18);
        String source = server.create();
        String peer = server.create();
        try (LoadServer.Ours ours = server.ours()) {
            server.psql(LoadServer.PLAIN, source, "-c", SCRIPT).orThrow();
            Path dump = server.dump(18, source);
            byte[] script = Files.readAllBytes(dump);
            int half = new String(script, StandardCharsets.ISO_8859_1).indexOf(when) + 5000;
            assertThatThrownBy(() ->
                            ours.load(crashing(server, script, Math.min(half, script.length - 40)), script.length))
                    .isInstanceOfSatisfying(
                            OrchestratorException.class,
                            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.UNAVAILABLE));
            ours.again();
            ours.load(dump);
            server.psqlLoad(peer, dump).orThrow();
            server.image(peer, LoadServer.PLAIN).assertSame(ours.image(), "after a crash at " + when);
        } finally {
            server.drop(source);
            server.drop(peer);
        }
    }

    private static InputStream crashing(LoadServer server, byte[] script, int at) {
        InputStream crash = new InputStream() {
            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                try {
                    server.crash();
                    return -1;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted");
                }
            }
        };
        return new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(script, 0, at),
                crash,
                new ByteArrayInputStream(script, at, script.length - at))));
    }
}
