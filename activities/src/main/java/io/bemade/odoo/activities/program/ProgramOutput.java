package io.bemade.odoo.activities.program;

import io.bemade.odoo.activities.stream.BlockStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What a program writes; its end is believed only when the program says that all is well. Closing it ends the program. */
public abstract class ProgramOutput extends BlockStream {
    private static final int BUFFER = 1024;

    private final String name;
    private final Process process;
    private final InputStream output;
    private final Thread listening;
    /** Read by others only after the thread that listens has ended. */
    private final StringBuilder complaints = new StringBuilder();

    private volatile boolean closed;

    /**
     * @param name for messages
     * @param keep cuts what was complained about so far to what is worth keeping
     */
    protected ProgramOutput(String name, Process process, Consumer<StringBuilder> keep) {
        this.name = name;
        this.process = process;
        this.output = process.getInputStream();
        this.listening = new Thread(() -> listen(keep), "listens to process " + process.pid());
        listening.setDaemon(true);
        listening.start();
    }

    private void listen(Consumer<StringBuilder> keep) {
        byte[] buffer = new byte[BUFFER];
        try (InputStream errors = process.getErrorStream()) {
            for (int n; (n = errors.read(buffer)) >= 0; ) {
                complaints.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                keep.accept(complaints);
            }
        } catch (IOException e) {
            // Nothing more to hear.
        }
    }

    /**
     * The program has ended by itself; throws when what it wrote is not to be believed.
     *
     * @param complaints what it wrote to its standard error output
     */
    protected abstract void ended(int exit, String complaints);

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = output.read(buffer, offset, length);
        if (count < 0) {
            checkExit();
        }
        return count;
    }

    protected final void checkExit() throws IOException {
        int exit;
        try {
            exit = process.waitFor();
            listening.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + name, e);
        }
        if (closed) {
            throw new IOException(CLOSED);
        }
        ended(exit, complaints.toString().strip());
    }

    protected final boolean closed() {
        return closed;
    }

    /** Ends the program at once. */
    @Override
    public void close() throws IOException {
        closed = true;
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
