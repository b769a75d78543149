package io.bemade.odoo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ServerTest {
    @TempDir
    static Path directory;

    private static S3Server server;
    private static S3Client client;

    @BeforeAll
    static void start() {
        server = S3Server.start(directory);
        server.createBucket("backups");
        client = server.client();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
        server.close();
    }

    @Test
    void itsBucketsAreDirectoriesAndItsObjectsFiles() {
        client.putObject(request -> request.bucket("backups").key("erp/hello.txt"), RequestBody.fromString("hello"));
        assertThat(directory.resolve("backups/erp/hello.txt")).hasContent("hello");
        server.createBucket("backups");
        assertThat(directory.resolve("backups/erp/hello.txt")).hasContent("hello");
    }

    @Test
    void refusesAWrongKeyWith403() {
        try (S3Client stranger = stranger()) {
            assertThatThrownBy(() -> stranger.listObjectsV2(request -> request.bucket("backups")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void answersARangeWith206AndAChangedObjectWith412() {
        client.putObject(request -> request.bucket("backups").key("digits"), RequestBody.fromString("0123456789"));
        String etag = client.headObject(request -> request.bucket("backups").key("digits"))
                .eTag();
        var part = client.getObjectAsBytes(request ->
                request.bucket("backups").key("digits").range("bytes=2-5").ifMatch(etag));
        GetObjectResponse response = part.response();
        assertThat(response.sdkHttpResponse().statusCode()).isEqualTo(206);
        assertThat(response.contentRange()).isEqualTo("bytes 2-5/10");
        assertThat(part.asUtf8String()).isEqualTo("2345");

        client.putObject(request -> request.bucket("backups").key("digits"), RequestBody.fromString("9876543210"));
        assertThatThrownBy(() -> client.getObjectAsBytes(request -> request.bucket("backups")
                        .key("digits")
                        .range("bytes=2-5")
                        .ifMatch(etag)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }

    @Test
    void takesAMultipartUploadOfTheTransferManager(@TempDir Path temp) throws IOException {
        Path file = temp.resolve("60MB");
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.setLength(60_000_000);
            content.seek(59_999_999);
            content.write('!');
        }
        server.upload("backups", "large.zip", file);
        String etag = client.headObject(request -> request.bucket("backups").key("large.zip"))
                .eTag();
        assertThat(etag).as("the mark of several parts").contains("-");
        assertThat(Files.mismatch(directory.resolve("backups/large.zip"), file)).isEqualTo(-1);
    }

    private static S3Client stranger() {
        return S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(S3Server.REGION))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.ACCESS_KEY, "wrong")))
                .build();
    }
}
