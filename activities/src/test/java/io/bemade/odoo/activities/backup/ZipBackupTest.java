package io.bemade.odoo.activities.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.activities.port.Backup;
import io.bemade.odoo.activities.port.Backup.Attachment;
import io.bemade.odoo.activities.port.Backup.Batch;
import io.bemade.odoo.activities.port.BackupStore.BackupObject;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.activity.PinnedSource.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ZipBackupTest extends BackupTest {
    @Test
    void tellsWhatIsInAZipOfOdoo() {
        ZipForge forge = ZipForge.odoo("one", "three");
        forge.add("filestore/checklist/aa/" + "a".repeat(40), "");
        PinnedSource pinned = inspect("named.dump", forge.bytes());
        assertThat(pinned.format()).isEqualTo(Format.ODOO_ZIP);
        assertThat(pinned.dumpBytes()).isEqualTo(ZipForge.DUMP.length());
        assertThat(pinned.files()).isEqualTo(2);
        assertThat(pinned.fileBytes()).isEqualTo(8);
        assertThat(pinned.odooMajor()).isEqualTo(Optional.of(19));
        assertThat(pinned.postgresMajor()).isEqualTo(Optional.of(18));
    }

    @Test
    void readsDumpAndAttachments() throws Exception {
        byte[] zip =
                ZipForge.odoo("one", "", "three").comment("made by hand PK\5\6").bytes();
        Backup backup = backups.open(inspect(zip), "shop");
        assertThat(dump(backup)).asString(UTF_8).isEqualTo(ZipForge.DUMP);
        assertThat(attachments(backup).values()).containsExactlyInAnyOrder("one", "", "three");
    }

    @Test
    void readsLargeZipsAndStoredEntriesAndLongLocalHeaders() throws Exception {
        ZipForge forge = ZipForge.odoo("one", "two").zip64();
        forge.entry("dump.sql").deflated = false;
        forge.entry("dump.sql").localExtra = 3000;
        forge.entry("filestore/" + ZipForge.storeName("one".getBytes(UTF_8))).localExtra = 1000;
        forge.entry("filestore/" + ZipForge.storeName("two".getBytes(UTF_8))).localExtra = 60_000;
        Backup backup = backups.open(inspect(forge.bytes()), "shop");
        assertThat(dump(backup)).asString(UTF_8).isEqualTo(ZipForge.DUMP);
        assertThat(attachments(backup).values()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void readsWhatJavaWrites() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            Map<String, String> entries = Map.of(
                    "dump.sql",
                    ZipForge.DUMP,
                    "manifest.json",
                    "{}",
                    "filestore/" + ZipForge.storeName("x".getBytes(UTF_8)),
                    "x");
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(UTF_8));
            }
        }
        PinnedSource pinned = inspect(bytes.toByteArray());
        assertThat(pinned.odooMajor()).isEmpty();
        assertThat(pinned.postgresMajor()).isEqualTo(Optional.of(18));
        assertThat(attachments(backups.open(pinned, "shop")).values()).containsExactly("x");
    }

    @Test
    void bringsManySmallAttachmentsWithFewRequests() throws Exception {
        ZipForge forge = ZipForge.odoo();
        for (int i = 0; i < 2_000; i++) {
            forge.attach(("attachment " + i).getBytes(UTF_8));
            forge.add("filestore/checklist/" + ZipForge.storeName(("attachment " + i).getBytes(UTF_8)), "");
        }
        byte[] noise = new byte[3 << 20];
        for (int i = 0; i < 4; i++) {
            new Random(i).nextBytes(noise);
            forge.attach(noise.clone());
        }
        var source = bucket.put("many.zip", forge.bytes());
        AtomicInteger requests = new AtomicInteger();
        BackupObject counting = new Counting(store.open(source, "shop"), requests);
        Backup backup = new ZipBackup(new StoredObject("s3://backups/many.zip", counting));
        assertThat(requests.getAndSet(0)).isEqualTo(2);
        assertThat(attachments(backup)).hasSize(2_004);
        assertThat(requests.get()).isLessThanOrEqualTo(4);
    }

    @Test
    void leavesOutAttachmentsWithoutReadingThem() throws Exception {
        var source =
                bucket.put("left-out.zip", ZipForge.odoo("one", "two", "three").bytes());
        AtomicInteger requests = new AtomicInteger();
        Backup backup = new ZipBackup(
                new StoredObject("s3://backups/left-out.zip", new Counting(store.open(source, "shop"), requests)));
        requests.set(0);
        Batch batch = backup.attachments().get(0);
        Attachment last = null;
        for (Attachment attachment : batch.files()) {
            last = attachment;
        }
        assertThat(requests.get()).isZero();
        try (batch;
                InputStream in = java.util.Objects.requireNonNull(last).open()) {
            assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("three");
        }
        assertThat(requests.get()).isOne();
    }

    @Test
    void noticesDamagedBytesAndWrongLengths() throws Exception {
        ZipForge crc = ZipForge.odoo("one");
        crc.entry("dump.sql").crc++;
        bad(() -> dump(openZip(crc.bytes())), "is damaged in \"dump.sql\" (its checksum is wrong)");

        ZipForge longer = ZipForge.odoo("one");
        longer.entry("dump.sql").size--;
        bad(() -> dump(openZip(longer.bytes())), "longer than the directory says");

        ZipForge shorter = ZipForge.odoo("one");
        shorter.entry("dump.sql").size++;
        bad(() -> dump(openZip(shorter.bytes())), "shorter than the directory says");

        ZipForge noise = ZipForge.odoo("one");
        noise.entry("dump.sql").packed = "this is not deflated at all".getBytes(UTF_8);
        bad(() -> dump(openZip(noise.bytes())), "make no sense");

        ZipForge half = ZipForge.odoo("one");
        byte[] packed = ZipForge.deflate(ZipForge.DUMP.getBytes(UTF_8));
        half.entry("dump.sql").packed = java.util.Arrays.copyOf(packed, packed.length / 2);
        bad(() -> dump(openZip(half.bytes())), "end too early");

        ZipForge local = ZipForge.odoo("one");
        local.entry("dump.sql").localName = "evil.sql";
        bad(() -> dump(openZip(local.bytes())), "disagree about \"dump.sql\"");
    }

    @Test
    void noticesAnAttachmentThatUnpacksToMoreThanItSays() {
        ZipForge forge = ZipForge.odoo();
        ZipForge.Entry bomb = forge.attach(new byte[50_000]);
        bomb.size = 100;
        bad(() -> attachments(openZip(forge.bytes())), "longer than the directory says");
    }

    @Test
    void noticesAnEmptyDumpAndOneThatStopsInTheMiddle() {
        ZipForge half = ZipForge.odoo("one").without("dump.sql");
        half.add("dump.sql", ZipForge.DUMP.substring(0, 120));
        bad(() -> dump(openZip(half.bytes())), "holds a dump that is cut off");
        ZipForge empty = ZipForge.odoo("one").without("dump.sql");
        empty.add("dump.sql", "");
        bad(() -> dump(openZip(empty.bytes())), "holds an empty dump");
    }

    private static Map<String, String> attachments(Backup backup) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (Batch batch : backup.attachments()) {
            try (batch) {
                for (Attachment attachment : batch.files()) {
                    try (InputStream in = attachment.open()) {
                        contents.put(attachment.storeName(), new String(in.readAllBytes(), UTF_8));
                    }
                }
            }
        }
        return contents;
    }

    private record Counting(BackupObject object, AtomicInteger requests) implements BackupObject {
        @Override
        public String version() {
            return object.version();
        }

        @Override
        public long size() {
            return object.size();
        }

        @Override
        public InputStream read(long from, long to) {
            requests.incrementAndGet();
            return object.read(from, to);
        }
    }
}
