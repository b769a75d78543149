package io.bemade.odoo.bench;

import io.bemade.odoo.activities.backup.PgRestore;
import io.bemade.odoo.activities.backup.StoredBackups;
import io.bemade.odoo.activities.port.Backup;
import io.bemade.odoo.activities.port.Backup.Attachment;
import io.bemade.odoo.activities.port.Backup.Batch;
import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.activities.s3.Patience;
import io.bemade.odoo.activities.s3.S3BackupStore;
import io.bemade.odoo.bench.Comparison.Action;
import io.bemade.odoo.bench.Comparison.Way;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads a backup from an S3 server whose connections are slow, over one connection and over several. No database and no
 * file is written: what is measured is how fast bytes come. Prints tables in Markdown.
 *
 * <p>Arguments are {@code key=value}: {@code zip} (a backup of Odoo), {@code rounds}, {@code limit} (MiB in a second that
 * one connection brings).
 */
public final class Throttled {
    private static final int FILESTORE_THREADS = 4;
    private static final int BUFFER = 64 * 1024;

    private final SlowLine line;
    private final double limit;
    private final Source source;

    private Throttled(SlowLine line, double limit) {
        this.line = line;
        this.limit = limit;
        this.source = Store.backup(line.endpoint());
    }

    public static void main(String[] arguments) throws IOException {
        Measurement.main(arguments, (settings, directory) -> {
            try (Store store = new Store(directory, Path.of(settings.get("zip")));
                    SlowLine line = new SlowLine(store.endpoint())) {
                new Throttled(line, Double.parseDouble(settings.getOrDefault("limit", "40")))
                        .run(Integer.parseInt(settings.getOrDefault("rounds", "3")));
            }
        });
    }

    private void run(int rounds) throws Exception {
        Secrets secrets = (namespace, name) -> new Secret(name, Store.credentials());
        int several = S3BackupStore.CONNECTIONS;
        try (S3BackupStore one = new S3BackupStore(secrets, Patience.DEFAULT, 1, Rate.unlimited());
                S3BackupStore many = new S3BackupStore(secrets, Patience.DEFAULT, several, Rate.unlimited())) {
            List<Comparison> works = List.of(
                    comparison("dump.sql and all attachments at once", one, many, Throttled::pair),
                    comparison("dump.sql", one, many, Throttled::dump),
                    new Comparison("The zip as it lies there", ways(one, many, this::bytes)));
            for (Comparison work : works) {
                System.out.print(work.run(rounds));
            }
        }
    }

    private interface Read<T> {
        void from(T source) throws Exception;
    }

    private Comparison comparison(String work, S3BackupStore one, S3BackupStore many, Read<Backup> read) {
        return new Comparison(work, ways(one, many, store -> {
            StoredBackups backups = new StoredBackups(store, new PgRestore("pg_restore"));
            PinnedSource pinned = backups.inspect(source, "bench");
            read.from(backups.open(pinned, "bench"));
        }));
    }

    private List<Way> ways(S3BackupStore one, S3BackupStore many, Read<S3BackupStore> read) {
        List<Way> ways = new ArrayList<>();
        for (double rate : new double[] {Double.POSITIVE_INFINITY, limit * (1 << 20)}) {
            String speed =
                    Double.isInfinite(rate) ? "unthrottled" : String.format(Locale.ROOT, "%.0f MiB/s each", limit);
            Action before = () -> line.limit(rate);
            ways.add(new Way(S3BackupStore.CONNECTIONS + " ranges, " + speed, before, () -> read.from(many), () -> {}));
            ways.add(new Way("1 range, " + speed, before, () -> read.from(one), () -> {}));
        }
        return ways;
    }

    private void bytes(S3BackupStore store) throws IOException {
        var object = store.open(source, "bench");
        drain(object.read(0, object.size()));
    }

    private static void dump(Backup backup) throws IOException {
        drain(backup.dump());
    }

    private static void pair(Backup backup) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(1 + FILESTORE_THREADS);
        try {
            List<Future<?>> reads = new ArrayList<>();
            reads.add(threads.submit(() -> {
                dump(backup);
                return true;
            }));
            for (Batch batch : backup.attachments()) {
                reads.add(threads.submit(() -> {
                    attachments(batch);
                    return true;
                }));
            }
            for (Future<?> read : reads) {
                read.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void attachments(Batch batch) throws IOException {
        try (batch) {
            for (Attachment attachment : batch.files()) {
                drain(attachment.open());
            }
        }
    }

    private static void drain(InputStream stream) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (stream) {
            while (stream.read(buffer) >= 0) {
                // Nobody wants it.
            }
        }
    }
}
