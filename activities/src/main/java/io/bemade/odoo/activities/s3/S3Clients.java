package io.bemade.odoo.activities.s3;

import io.bemade.odoo.activities.trust.CertificateAuthority;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * One client per kind of connection. Keys are no part of it: each request brings its own, so that a rotated secret counts
 * from the next request on and breaks none that is under way.
 */
final class S3Clients implements AutoCloseable {
    /** Parallel requests of one client beside those that read ahead; more wait. */
    private static final int CONNECTIONS = 64;

    private final Map<Connection, S3Client> clients = new ConcurrentHashMap<>();
    private final Patience patience;
    private final int ahead;

    /** @param ahead requests at most that read ahead */
    S3Clients(Patience patience, int ahead) {
        this.patience = patience;
        this.ahead = ahead;
    }

    /** What distinguishes clients. */
    record Connection(
            Optional<URI> endpoint, Region region, boolean pathStyle, Optional<CertificateAuthority> authority) {}

    S3Client get(Connection connection) {
        return clients.computeIfAbsent(connection, this::connect);
    }

    private S3Client connect(Connection connection) {
        Apache5HttpClient.Builder http = Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS + ahead)
                .connectionTimeout(patience.connect())
                .socketTimeout(patience.silence());
        connection
                .authority()
                .map(CertificateAuthority::trustManagers)
                .ifPresent(managers -> http.tlsTrustManagersProvider(() -> managers));
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(new EndableHttp(http))
                .region(connection.region())
                .forcePathStyle(connection.pathStyle())
                // Without keys of a request there are none: never the machine's own, of whatever account.
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override
                        // Asking again is ours, because only we know which byte was reached.
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .defaultProfileFile(ProfileFile.aggregator().build()));
        connection.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    @Override
    public void close() {
        clients.values().forEach(S3Client::close);
        clients.clear();
    }
}
