package io.bemade.odoo.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/** A real S3 server on loopback whose buckets are directories. It checks signatures (SigV4). Contents are streamed. */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY = "demo-access";

    /** Another one in every process: other users of this host can reach the port, too. */
    public static final String SECRET_KEY = Passwords.random();

    public static final String REGION = "us-east-1";

    private static final AwsCredentialsProvider KEYS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY));

    private static final String WHAT = "the S3 server";

    private final S3Proxy proxy;
    private final BlobStore store;
    private final URI endpoint;

    private S3Server(S3Proxy proxy, BlobStore store) {
        this.proxy = proxy;
        this.store = store;
        this.endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    /**
     * Serves the given directory, with what is in it, on a free port.
     *
     * @throws ServerException one sentence
     */
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
            throw ServerDirectory.failed(directory, WHAT, 0, e);
        } catch (Exception e) {
            throw ServerException.below(directory, WHAT, String.valueOf(e.getMessage()), e);
        }
    }

    public URI endpoint() {
        return endpoint;
    }

    /** That has the keys; the caller closes it. */
    public S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .forcePathStyle(true)
                .credentialsProvider(KEYS)
                .build();
    }

    /** Puts a file into a bucket, in parts where it is large. */
    public void upload(String bucket, String key, Path file) {
        try (S3AsyncClient client = S3AsyncClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.of(REGION))
                        .forcePathStyle(true)
                        .multipartEnabled(true)
                        .credentialsProvider(KEYS)
                        .build();
                S3TransferManager transfers =
                        S3TransferManager.builder().s3Client(client).build()) {
            transfers
                    .uploadFile(upload -> upload.source(file)
                            .putObjectRequest(put -> put.bucket(bucket).key(key)))
                    .completionFuture()
                    .join();
        }
    }

    /** Does nothing when it is there already. */
    public void createBucket(String bucket) {
        if (!store.containerExists(bucket)) {
            store.createContainer(bucket);
        }
    }

    /** Safe to call twice. */
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
