package io.bemade.odoo.activities.backup;

import io.bemade.odoo.activities.port.Backup;
import io.bemade.odoo.activities.port.BackupStore;
import io.bemade.odoo.activities.port.Backups;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.activity.PinnedSource.Format;
import io.bemade.odoo.workflows.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Backups in a store that can be read in ranges. Nothing is written to disk. */
public final class StoredBackups implements Backups {
    private final BackupStore store;
    private final PgRestore pgRestore;

    public StoredBackups(BackupStore store, PgRestore pgRestore) {
        this.store = store;
        this.pgRestore = pgRestore;
    }

    @Override
    public PinnedSource inspect(Source source, String namespace) {
        StoredObject object = new StoredObject(source.toString(), store.open(source, namespace));
        if (object.size() == 0) {
            throw object.bad("is empty: upload it again");
        }
        Content content = Content.of(object.read(0, (int) Math.min(Content.HEAD, object.size())));
        if (content.isZip()) {
            return inspectZip(source, object);
        }
        Optional<Compression> compression = content.compression();
        if (compression.isPresent()) {
            return inspectCompressed(source, object, compression.get());
        }
        if (content.isCustomArchive()) {
            return pinned(source, object, Format.CUSTOM_DUMP, 0, pgRestore.postgresMajor(object));
        }
        if (!content.isScript()) {
            throw object.bad("is " + content.description());
        }
        refuseHalf(object, content);
        return pinned(source, object, Format.PLAIN_SQL, object.size(), content.postgresMajor());
    }

    private static PinnedSource inspectZip(Source source, StoredObject object) {
        ZipBackup zip = new ZipBackup(object);
        ZipDirectory directory = zip.directory();
        Manifest manifest = Manifest.read(object, zip.content(directory.manifest()));
        Content dump = beginning(zip.content(directory.dump()), object);
        if (!dump.isScript()) {
            throw object.bad("is a zip whose dump.sql is " + dump.description());
        }
        return new PinnedSource(
                source,
                object.bytes().version(),
                Format.ODOO_ZIP,
                object.size(),
                directory.dump().size(),
                directory.attachments().size(),
                directory.fileBytes(),
                manifest.odooMajor(),
                manifest.postgresMajor().or(dump::postgresMajor));
    }

    private static Content beginning(InputStream in, StoredObject object) {
        try (in) {
            return Content.of(in.readNBytes(Content.HEAD));
        } catch (IOException e) {
            throw object.bad("cannot be read at its beginning", e);
        }
    }

    private static PinnedSource inspectCompressed(Source source, StoredObject object, Compression compression) {
        Content inner = CompressedScript.beginning(object, compression);
        if (!inner.isScript()) {
            throw object.bad("is compressed with " + compression.label() + ", and what was compressed is "
                    + inner.description());
        }
        return pinned(source, object, compression.format(), 0, inner.postgresMajor());
    }

    private static void refuseHalf(StoredObject object, Content beginning) {
        int length = (int) Math.min(CompleteScript.TAIL, object.size());
        byte[] end = object.read(object.size() - length, length);
        if (beginning.hasDumpHeader() && !CompleteScript.saysComplete(end)) {
            throw CompleteScript.cutOff(object);
        }
    }

    private static PinnedSource pinned(
            Source source, StoredObject object, Format format, long dumpBytes, Optional<Integer> postgresMajor) {
        return new PinnedSource(
                source,
                object.bytes().version(),
                format,
                object.size(),
                dumpBytes,
                0,
                0,
                Optional.empty(),
                postgresMajor);
    }

    @Override
    public Backup open(PinnedSource pinned, String namespace) {
        StoredObject object = new StoredObject(
                pinned.source().toString(), store.open(pinned.source(), namespace, pinned.version(), pinned.bytes()));
        return switch (pinned.format()) {
            case ODOO_ZIP -> new ZipBackup(object);
            case PLAIN_SQL -> new ScriptBackup(object, () -> object.bytes().read(0, object.size()), object.size());
            case PLAIN_SQL_GZ -> compressed(object, Compression.GZIP);
            case PLAIN_SQL_ZST -> compressed(object, Compression.ZSTD);
            case PLAIN_SQL_LZ4 -> compressed(object, Compression.LZ4);
            case CUSTOM_DUMP -> new ScriptBackup(object, () -> pgRestore.script(object), 0);
        };
    }

    private static Backup compressed(StoredObject object, Compression compression) {
        return new ScriptBackup(
                object, () -> new AheadStream(CompressedScript.open(object, compression), "unpacks a dump"), 0);
    }
}
