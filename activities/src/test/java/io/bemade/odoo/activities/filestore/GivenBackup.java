package io.bemade.odoo.activities.filestore;

import io.bemade.odoo.activities.port.Backup;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A backup whose attachments are given, some to a batch. */
final class GivenBackup implements Backup {
    private static final int BATCH = 10;

    private final List<Attachment> given;
    private final AtomicInteger opened = new AtomicInteger();

    private GivenBackup(List<Attachment> given) {
        this.given = given;
    }

    static GivenBackup of(String... contents) {
        return of(Stream.of(contents).map(GivenBackup::attachment).toList());
    }

    static GivenBackup of(List<Given> given) {
        return new GivenBackup(List.copyOf(given));
    }

    /** How many attachments were read. */
    int opened() {
        return opened.get();
    }

    static Given attachment(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new Given(storeName(content), bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    static String storeName(String content) {
        try {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            String sha1 =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
            return sha1.substring(0, 2) + "/" + sha1;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public InputStream dump() {
        return InputStream.nullInputStream();
    }

    @Override
    public long dumpBytes() {
        return 0;
    }

    @Override
    public List<Batch> attachments() {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < given.size(); from += BATCH) {
            List<Attachment> files = given.subList(from, Math.min(given.size(), from + BATCH)).stream()
                    .<Attachment>map(
                            attachment -> new Given(attachment.storeName(), attachment.size(), () -> open(attachment)))
                    .toList();
            batches.add(new GivenBatch(files));
        }
        return batches;
    }

    private InputStream open(Attachment attachment) {
        opened.incrementAndGet();
        return ((Given) attachment).content().get();
    }

    private record GivenBatch(List<Attachment> files) implements Batch {
        @Override
        public void close() {}
    }

    /** One attachment, true or false. */
    record Given(String storeName, long size, Supplier<InputStream> content) implements Attachment {
        @Override
        public InputStream open() {
            return content.get();
        }
    }
}
