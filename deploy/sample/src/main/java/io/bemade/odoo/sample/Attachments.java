package io.bemade.odoo.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The files of the filestore. The dump names them all before the first one is written, so each is made twice, once for its
 * SHA-1 and once for the zip; kept are only sizes and names.
 */
final class Attachments {
    private static final double PART_OF_BACKUP = 0.4;
    private static final int SMALLEST = 200;
    private static final int LARGEST = 400_000;
    private static final int NAME_BYTES = 20;

    private final long seed;
    private final int[] sizes;
    private final byte[] names;
    private final long bytes;

    private Attachments(long seed, int[] sizes) {
        this.seed = seed;
        this.sizes = sizes;
        this.names = new byte[sizes.length * NAME_BYTES];
        this.bytes = Arrays.stream(sizes).asLongStream().sum();
    }

    static Attachments of(Options options) {
        long wanted = (long) (options.bytes() * PART_OF_BACKUP);
        SplittableRandom random = new SplittableRandom(options.seed());
        int[] sizes = new int[16];
        int count = 0;
        for (long sum = 0; sum < wanted; sum += sizes[count++]) {
            sizes = count < sizes.length ? sizes : Arrays.copyOf(sizes, 2 * count);
            sizes[count] = size(random);
        }
        Attachments attachments = new Attachments(options.seed(), Arrays.copyOf(sizes, count));
        attachments.nameAll();
        return attachments;
    }

    /** Many small, few large, as people attach them. */
    private static int size(SplittableRandom random) {
        return (int) (SMALLEST * Math.pow((double) LARGEST / SMALLEST, random.nextDouble()));
    }

    private void nameAll() {
        for (int index = 0; index < sizes.length; index++) {
            MessageDigest sha1 = sha1();
            try {
                at(index).writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha1));
            } catch (IOException e) {
                throw new AssertionError("nothing is written", e);
            }
            System.arraycopy(sha1.digest(), 0, names, index * NAME_BYTES, NAME_BYTES);
        }
    }

    int count() {
        return sizes.length;
    }

    long bytes() {
        return bytes;
    }

    Attachment at(int index) {
        return new Attachment(index);
    }

    /** Directory by directory, each directory's files in no order. */
    Stream<Attachment> byDirectory() {
        return IntStream.range(0, sizes.length)
                .boxed()
                .sorted(Comparator.comparingInt(index -> names[index * NAME_BYTES] & 0xff))
                .map(Attachment::new);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-1", e);
        }
    }

    /** One file. Four of five are like pictures and archives, which do not shrink; the fifth is text. */
    final class Attachment {
        private static final int CHUNK = 8192;

        private final int index;

        private Attachment(int index) {
            this.index = index;
        }

        int size() {
            return sizes[index];
        }

        boolean worthDeflating() {
            return index % 5 == 4;
        }

        String mimetype() {
            return worthDeflating() ? "text/csv" : index % 2 == 0 ? "image/jpeg" : "application/pdf";
        }

        String checksum() {
            return HexFormat.of().formatHex(names, index * NAME_BYTES, (index + 1) * NAME_BYTES);
        }

        /** {@code xx/sha1}. */
        String storeName() {
            String checksum = checksum();
            return checksum.substring(0, 2) + "/" + checksum;
        }

        void writeTo(OutputStream output) throws IOException {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
            byte[] chunk = new byte[CHUNK];
            for (int left = size(); left > 0; left -= CHUNK) {
                random.nextBytes(chunk);
                if (worthDeflating()) {
                    lines(chunk);
                }
                output.write(chunk, 0, Math.min(left, CHUNK));
            }
        }

        private static void lines(byte[] chunk) {
            for (int i = 0; i < chunk.length; i++) {
                chunk[i] = (byte) (i % 64 == 63 ? '\n' : i % 8 == 7 ? ';' : '0' + (chunk[i] & 7));
            }
        }
    }
}
