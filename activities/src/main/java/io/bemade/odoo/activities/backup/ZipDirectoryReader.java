package io.bemade.odoo.activities.backup;

import static io.bemade.odoo.activities.backup.StoredObject.quoted;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a zip's directory, and nothing else of it, in one pass; keeps what a restore needs and refuses what it must. */
final class ZipDirectoryReader {
    static final int ENTRY_SIZE = 46;

    /** A guard for our memory, far above any Odoo. */
    private static final int MOST_ATTACHMENTS = 2_000_000;

    private static final String CHECKLIST = "filestore/checklist/";
    private static final int NAMES_SHOWN = 3;

    private final StoredObject zip;
    private final EntryRules rules;
    private final ArrayList<AttachmentMember> attachments = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private @Nullable Member dump;
    private @Nullable Member manifest;
    private boolean filestore;
    private long fileBytes;

    private ZipDirectoryReader(StoredObject zip) {
        this.zip = zip;
        this.rules = new EntryRules(zip);
    }

    static ZipDirectory read(StoredObject zip) {
        return new ZipDirectoryReader(zip).read(ZipEnd.of(zip));
    }

    private ZipDirectory read(ZipEnd end) {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(zip.bytes().read(end.start(), end.start() + end.size()), 1 << 16))) {
            long left = end.size();
            for (long i = 0; i < end.entries(); i++) {
                ZipEntry entry = ZipEntry.read(in);
                left -= entry.length();
                take(entry, end.start());
            }
            if (left != 0) {
                throw new IOException(left + " bytes more than entries");
            }
        } catch (IOException e) {
            throw zip.bad("is a zip with a damaged directory: upload it again", e);
        }
        return complete(end.start());
    }

    private void take(ZipEntry entry, long directory) {
        rules.check(entry);
        String name = entry.name();
        filestore |= name.startsWith(AttachmentMember.FOLDER);
        if (name.equals("dump.sql")) {
            dump = only(dump, entry, directory);
        } else if (name.equals("manifest.json")) {
            manifest = only(manifest, entry, directory);
        } else if (AttachmentMember.matches(name)) {
            rules.checkContent(entry, directory);
            rules.checkAttachment(entry);
            attachments.add(AttachmentMember.of(
                    name,
                    entry.offset(),
                    entry.compressed(),
                    entry.size(),
                    entry.crc(),
                    entry.method() == ZipEntry.DEFLATED));
            fileBytes = Math.addExact(fileBytes, entry.size());
            if (attachments.size() > MOST_ATTACHMENTS) {
                throw zip.bad(
                        "has more than " + MOST_ATTACHMENTS + " attachments in it, which is more than can be restored");
            }
        } else if (name.startsWith(AttachmentMember.FOLDER) && !name.startsWith(CHECKLIST) && !name.endsWith("/")) {
            throw zip.bad("has an entry under filestore/ that is no attachment, " + quoted(name)
                    + ": make the zip with Odoo");
        } else if (!name.startsWith(CHECKLIST) && others.size() < NAMES_SHOWN) {
            others.add(quoted(name));
        }
    }

    private Member only(@Nullable Member before, ZipEntry entry, long directory) {
        if (before != null) {
            throw twice(entry.name());
        }
        rules.checkContent(entry, directory);
        return new NamedMember(
                entry.name(),
                entry.offset(),
                entry.compressed(),
                entry.size(),
                entry.crc(),
                entry.method() == ZipEntry.DEFLATED);
    }

    private ZipDirectory complete(long directory) {
        if (dump == null) {
            throw zip.bad("is a zip without dump.sql"
                    + (others.isEmpty() ? "" : " (it holds " + String.join(", ", others) + ")")
                    + ": give the zip that Odoo's database manager makes");
        }
        if (manifest == null) {
            throw zip.bad("is a zip without manifest.json: give the zip that Odoo's database manager makes");
        }
        if (!filestore) {
            throw zip.bad("is a zip without filestore/: make a backup with the filestore, or give the dump alone");
        }
        refuseTwice();
        attachments.sort(Comparator.comparingLong(AttachmentMember::offset));
        refuseOverlap(dump, manifest, directory);
        attachments.trimToSize();
        return new ZipDirectory(dump, manifest, attachments, fileBytes, directory);
    }

    private void refuseTwice() {
        attachments.sort(Comparator.comparingLong(AttachmentMember::high)
                .thenComparingLong(AttachmentMember::middle)
                .thenComparingInt(AttachmentMember::low));
        for (int i = 1; i < attachments.size(); i++) {
            if (attachments.get(i).sameName(attachments.get(i - 1))) {
                throw twice(attachments.get(i).name());
            }
        }
    }

    private RuntimeException twice(String name) {
        return zip.bad("has the entry " + quoted(name) + " twice in it: make the zip with Odoo");
    }

    /** Entries that share bytes are how a small zip unpacks to a huge one. */
    private void refuseOverlap(Member dump, Member manifest, long directory) {
        Stream<Member> members = Stream.concat(attachments.stream(), Stream.of(dump, manifest))
                .sorted(Comparator.comparingLong(Member::offset));
        Member[] before = new Member[1];
        members.forEachOrdered(member -> {
            boolean overlaps = before[0] != null && before[0].end() > member.offset();
            if (overlaps || member.end() > directory) {
                throw zip.bad("has entries that overlap in it, " + quoted(member.name()) + ": do not trust this file");
            }
            before[0] = member;
        });
    }
}
