package io.bemade.odoo.activities.backup;

import io.bemade.odoo.activities.port.Backup;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A zip of Odoo, read where it lies: its dump and its attachments are independent ranges. */
final class ZipBackup implements Backup {
    /** So much is asked for at once when attachments are small. */
    private static final long BATCH_BYTES = 8L << 20;

    private final StoredObject zip;
    private final ZipDirectory directory;

    ZipBackup(StoredObject zip) {
        this.zip = zip;
        this.directory = ZipDirectoryReader.read(zip);
    }

    ZipDirectory directory() {
        return directory;
    }

    @Override
    public InputStream dump() {
        return new CompleteScript(zip, new AheadStream(content(directory.dump()), "unpacks a dump"));
    }

    InputStream content(Member member) {
        RangeCursor cursor = new RangeCursor(zip.bytes(), member.end() + LocalHeader.USUAL_EXTRA, directory.end());
        return new MemberStream(zip, member, cursor, true);
    }

    @Override
    public long dumpBytes() {
        return directory.dump().size();
    }

    @Override
    public List<Batch> attachments() {
        List<AttachmentMember> all = directory.attachments();
        List<Batch> batches = new ArrayList<>();
        int first = 0;
        for (int next = 1; next <= all.size(); next++) {
            if (next == all.size() || !together(all.get(first), all.get(next - 1), all.get(next))) {
                batches.add(new ZipBatch(zip, all.subList(first, next), directory.end()));
                first = next;
            }
        }
        return batches;
    }

    private static boolean together(Member first, Member last, Member next) {
        return next.end() - first.offset() <= BATCH_BYTES && next.offset() - last.end() <= RangeCursor.GAP;
    }

    /** Neighbours in the zip. */
    private static final class ZipBatch implements Batch {
        private final StoredObject zip;
        private final List<AttachmentMember> members;
        private final RangeCursor cursor;

        ZipBatch(StoredObject zip, List<AttachmentMember> members, long end) {
            this.zip = zip;
            this.members = members;
            AttachmentMember last = members.get(members.size() - 1);
            this.cursor = new RangeCursor(zip.bytes(), last.end() + LocalHeader.USUAL_EXTRA, end);
        }

        @Override
        public Iterable<Attachment> files() {
            return () -> members.stream().map(this::attachment).iterator();
        }

        private Attachment attachment(AttachmentMember member) {
            return new Attachment() {
                @Override
                public String storeName() {
                    return member.storeName();
                }

                @Override
                public long size() {
                    return member.size();
                }

                @Override
                public InputStream open() {
                    return new MemberStream(zip, member, cursor, false);
                }
            };
        }

        @Override
        public void close() throws IOException {
            cursor.close();
        }
    }
}
