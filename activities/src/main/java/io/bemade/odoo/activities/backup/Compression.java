package io.bemade.odoo.activities.backup;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import io.bemade.odoo.workflows.activity.PinnedSource.Format;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;

/** What a script may be compressed with. Each is unpacked in bounded memory, and may consist of several parts. */
enum Compression {
    GZIP("gzip", "\u001f\u008b", Format.PLAIN_SQL_GZ) {
        @Override
        InputStream unpacked(InputStream packed) throws IOException {
            return new GzipScript(packed);
        }
    },
    ZSTD("zstd", "(\u00b5/\u00fd", Format.PLAIN_SQL_ZST) {
        @Override
        InputStream unpacked(InputStream packed) throws IOException {
            return new ZstdInputStream(packed).setLongMax(LARGEST_WINDOW);
        }

        @Override
        String complaint(Exception e) {
            boolean window =
                    e instanceof ZstdIOException zstd && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge();
            return window
                    ? "is compressed with zstd in a window of more than 32 MiB, which would take too much memory:"
                            + " compress it without --long and --ultra"
                    : super.complaint(e);
        }
    },
    LZ4("lz4", "\u0004\"M\u0018", Format.PLAIN_SQL_LZ4) {
        @Override
        InputStream unpacked(InputStream packed) throws IOException {
            return new FramedLZ4CompressorInputStream(packed, true);
        }
    };

    /** The writer of a zstd frame says how much memory its reader needs: the logarithm of what is allowed. */
    private static final int LARGEST_WINDOW = 25;

    private final String label;
    private final String magic;
    private final Format format;

    Compression(String label, String magic, Format format) {
        this.label = label;
        this.magic = magic;
        this.format = format;
    }

    /** What something that begins so is compressed with. */
    static Optional<Compression> of(String head) {
        return Arrays.stream(values())
                .filter(compression -> head.startsWith(compression.magic))
                .findFirst();
    }

    /** What its own documentation calls it. */
    String label() {
        return label;
    }

    /** What a script is that is compressed so. */
    Format format() {
        return format;
    }

    /** Closing it closes what it reads. */
    abstract InputStream unpacked(InputStream packed) throws IOException;

    /** What the unpacking says of bytes that it does not understand; continues the sentence that begins with their name. */
    String complaint(Exception e) {
        return "is damaged or cut off (its " + label + " data: " + e.getMessage() + "): upload it again";
    }
}
