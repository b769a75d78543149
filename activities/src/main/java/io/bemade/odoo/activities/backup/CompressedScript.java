package io.bemade.odoo.activities.backup;

import io.bemade.odoo.activities.stream.BlockStream;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Unpacks, and takes neither a missing nor a strange end for an end. What the store fails at is not the backup's fault. */
final class CompressedScript extends BlockStream {
    private static final int BUFFER = 64 * 1024;

    /** So much holds something to unpack: zstd unpacks whole blocks, which are half as long at most. */
    private static final int BEGINNING = 256 * 1024;

    private final StoredObject source;
    private final Compression compression;
    private final PackedBytes packed;
    private final InputStream plain;

    private CompressedScript(StoredObject source, Compression compression, InputStream bytes) {
        this.source = source;
        this.compression = compression;
        this.packed = new PackedBytes(new BufferedInputStream(bytes, BUFFER));
        try {
            this.plain = compression.unpacked(packed);
        } catch (IOException | RuntimeException e) {
            closePacked(e);
            throw e instanceof OrchestratorException known ? known : damaged(e);
        } catch (StackOverflowError e) {
            IOException reason = tooManyParts(e);
            closePacked(reason);
            throw damaged(reason);
        }
    }

    private void closePacked(Exception reason) {
        try {
            packed.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    static InputStream open(StoredObject source, Compression compression) {
        return new CompressedScript(source, compression, source.bytes().read(0, source.size()));
    }

    /** What the first bytes of the script say; as many as the first compressed ones give. */
    static Content beginning(StoredObject source, Compression compression) {
        byte[] packed = source.read(0, (int) Math.min(BEGINNING, source.size()));
        try (CompressedScript script = new CompressedScript(source, compression, new ByteArrayInputStream(packed))) {
            return Content.of(script.readAsFarAsItGoes(Content.HEAD));
        } catch (IOException e) {
            throw source.bad("cannot be read at its beginning", e);
        }
    }

    private byte[] readAsFarAsItGoes(int most) throws IOException {
        byte[] bytes = new byte[most];
        int length = 0;
        try {
            for (int n = 0; n >= 0 && length < most; n = read(bytes, length, most - length)) {
                length += n;
            }
        } catch (OrchestratorException e) {
            // The beginning ends in the middle of the compressed data.
            if (length == 0 || !packed.atEnd()) {
                throw e;
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int count = plain.read(buffer, offset, length);
            if (count < 0 && packed.read() >= 0) {
                throw new IOException("strange bytes at the end");
            }
            return count;
        } catch (IOException | RuntimeException e) {
            if (packed.failed()) {
                throw e;
            }
            throw damaged(e);
        } catch (StackOverflowError e) {
            throw damaged(tooManyParts(e));
        }
    }

    /** The readers of gzip and lz4 go one call deeper with each part that is empty. */
    private static IOException tooManyParts(StackOverflowError e) {
        return new IOException("too many empty parts", e);
    }

    private OrchestratorException damaged(Exception e) {
        return source.bad(compression.complaint(e), e);
    }

    /** The compressed bytes first: whoever unpacks just now may wait for them, and keeps the lock that closing wants. */
    @Override
    public void close() throws IOException {
        try {
            packed.close();
        } finally {
            plain.close();
        }
    }
}
