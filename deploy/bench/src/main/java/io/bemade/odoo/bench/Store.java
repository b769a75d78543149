package io.bemade.odoo.bench;

import io.bemade.odoo.embedded.S3Server;
import io.bemade.odoo.workflows.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server in this process that holds one backup. */
final class Store implements AutoCloseable {
    private static final String BUCKET = "odoo-backups";
    private static final String KEY = "bench.zip";

    private final S3Server server;

    Store(Path directory, Path zip) throws IOException {
        server = S3Server.start(directory);
        server.createBucket(BUCKET);
        server.upload(BUCKET, KEY, zip);
    }

    /** Reads the backup over one connection and keeps nothing. */
    void read() throws IOException {
        try (S3Client s3 = server.client();
                InputStream backup = s3.getObject(get -> get.bucket(BUCKET).key(KEY))) {
            backup.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** @return what a secret of a store has, by its keys */
    static Map<String, String> credentials() {
        return Map.of("access-key", S3Server.ACCESS_KEY, "secret-key", S3Server.SECRET_KEY);
    }

    URI endpoint() {
        return server.endpoint();
    }

    Source backup() {
        return backup(endpoint().toString());
    }

    /** @param endpoint another way to this server */
    static Source backup(String endpoint) {
        return new Source.S3(
                BUCKET,
                KEY,
                Optional.empty(),
                Optional.of(endpoint),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public void close() {
        server.close();
    }
}
