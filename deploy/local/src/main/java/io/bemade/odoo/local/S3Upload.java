package io.bemade.odoo.local;

import io.bemade.odoo.embedded.S3Server;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/** Uploads a file, in parts where it is large. */
record S3Upload(S3Server server) {
    /** @return the object's key: the file's name */
    String put(String bucket, Path file) {
        String key = file.getFileName().toString();
        try (S3AsyncClient client = S3AsyncClient.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.of(S3Server.REGION))
                        .forcePathStyle(true)
                        .multipartEnabled(true)
                        .credentialsProvider(StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)))
                        .build();
                S3TransferManager transfers =
                        S3TransferManager.builder().s3Client(client).build()) {
            transfers
                    .uploadFile(upload -> upload.source(file)
                            .putObjectRequest(put -> put.bucket(bucket).key(key)))
                    .completionFuture()
                    .join();
        }
        return key;
    }
}
