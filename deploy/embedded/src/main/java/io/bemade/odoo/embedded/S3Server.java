package io.bemade.odoo.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A real S3 server on loopback whose buckets are directories. It checks signatures (SigV4). */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY = "demo-access";
    public static final String SECRET_KEY = "demo-secret-key";
    public static final String REGION = "us-east-1";

    private final S3Proxy proxy;
    private final BlobStore store;

    private S3Server(S3Proxy proxy, BlobStore store) {
        this.proxy = proxy;
        this.store = store;
    }

    /** Serves the given directory on a free port. */
    public static S3Server start(Path directory) {
        try {
            Files.createDirectories(directory);
            BlobStore store = new FilesystemNio2BlobStore(directory.toString());
            S3Proxy proxy = S3Proxy.builder()
                    .blobStore(store)
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                    .ignoreUnknownHeaders(true)
                    .build();
            proxy.start();
            return new S3Server(proxy, store);
        } catch (IOException e) {
            throw new UncheckedIOException("the S3 server could not be started on " + directory, e);
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server could not be started", e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    public void createBucket(String bucket) {
        store.createContainer(bucket);
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server could not be stopped", e);
        } finally {
            store.close();
        }
    }
}
