package io.bemade.odoo.activities.s3;

import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.trust.CertificateAuthority;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Source;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Single requests about one object, each with the keys that its secret holds at that moment. */
final class S3Requests {
    private static final String DEFAULT_REGION = "us-east-1";

    /** The status of an answer that is not a range. */
    private static final int WHOLE = 200;

    private final Source.S3 source;
    private final String namespace;
    private final Secrets secrets;
    private final S3Clients clients;
    private final S3Failures failures;

    S3Requests(Source.S3 source, String namespace, Secrets secrets, S3Clients clients) {
        this.source = source;
        this.namespace = namespace;
        this.secrets = secrets;
        this.clients = clients;
        this.failures = new S3Failures(source, secretName());
    }

    S3Failures failures() {
        return failures;
    }

    HeadObjectResponse head() throws Interruption {
        try {
            return client().headObject(head ->
                    head.bucket(source.bucket()).key(source.key()).overrideConfiguration(keys()));
        } catch (SdkException e) {
            throw failures.interruption(e);
        }
    }

    /** The answer to HEAD has no body and so names no reason; the answer to GET does. */
    void failWithReason() throws Interruption {
        try {
            client().getObject(get -> get.bucket(source.bucket())
                            .key(source.key())
                            .range("bytes=0-0")
                            .overrideConfiguration(keys()))
                    .abort();
        } catch (SdkException e) {
            throw failures.interruption(e);
        }
    }

    /** @param call by which another thread ends the wait for the answer */
    ResponseInputStream<GetObjectResponse> get(String version, long from, long to, Call call) throws Interruption {
        ResponseInputStream<GetObjectResponse> body;
        try {
            body = call.run(() -> client().getObject(get -> get.bucket(source.bucket())
                    .key(source.key())
                    .ifMatch(version)
                    .range("bytes=" + from + "-" + (to - 1))
                    .overrideConfiguration(keys())));
        } catch (SdkException e) {
            throw failures.interruption(e);
        }
        try {
            check(body.response(), version, from);
            return body;
        } catch (OrchestratorException | Interruption e) {
            body.abort();
            throw e;
        }
    }

    private void check(GetObjectResponse answer, String version, long from) throws Interruption {
        String found = Objects.requireNonNullElse(answer.eTag(), "");
        // The HTTP library takes headers that are cut off for complete ones.
        if (!version.equals(found) && version.startsWith(found)) {
            throw new Interruption("the answer ended within its headers");
        }
        if (!version.equals(found)) {
            throw failures.changed();
        }
        if (answer.sdkHttpResponse().statusCode() == WHOLE) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    failures.server() + " does not serve ranges of " + source
                            + ": copy the backup to a store that does");
        }
        String range = Objects.requireNonNullElse(answer.contentRange(), "");
        if (!range.startsWith("bytes " + from + "-")) {
            throw new Interruption("the answer names no range, or another one");
        }
    }

    private S3Client client() {
        Optional<CertificateAuthority> authority =
                source.caSecretRef().map(name -> CertificateAuthority.of(secrets.get(namespace, name)));
        return clients.get(new S3Clients.Connection(
                source.endpoint().map(URI::create),
                Region.of(source.region().orElse(DEFAULT_REGION)),
                source.pathStyle().orElse(source.endpoint().isPresent()),
                authority));
    }

    private AwsRequestOverrideConfiguration keys() {
        Secret secret = secrets.get(namespace, secretName());
        String access = secret.require("access-key").strip();
        String key = secret.require("secret-key").strip();
        AwsCredentials credentials = secret.get("session-token")
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(access, key, token.strip()))
                .orElseGet(() -> AwsBasicCredentials.create(access, key));
        return AwsRequestOverrideConfiguration.builder()
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    private String secretName() {
        return source.secretRef().orElse(Source.S3.DEFAULT_SECRET);
    }
}
