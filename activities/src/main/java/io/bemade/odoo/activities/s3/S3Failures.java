package io.bemade.odoo.activities.s3;

import static io.bemade.odoo.workflows.model.ErrorCode.ACCESS_DENIED;
import static io.bemade.odoo.workflows.model.ErrorCode.INVALID_REQUEST;
import static io.bemade.odoo.workflows.model.ErrorCode.NOT_FOUND;
import static io.bemade.odoo.workflows.model.ErrorCode.SOURCE_CHANGED;
import static io.bemade.odoo.workflows.model.ErrorCode.UNAVAILABLE;

import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Source;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the library's exceptions mean for one object. Messages of servers are not repeated: some echo the access key. */
record S3Failures(Source.S3 source, String secretName) {
    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "InvalidToken", "TokenRefreshRequired");
    private static final Set<String> OTHER_REGION =
            Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException");

    /** Either worth asking again, or final. */
    Interruption interruption(SdkException e) {
        if (e instanceof AwsServiceException refused && !passing(refused)) {
            throw refusal(refused);
        }
        if (cause(e, SSLHandshakeException.class).isPresent()
                || cause(e, SSLPeerUnverifiedException.class).isPresent()) {
            throw new OrchestratorException(
                    INVALID_REQUEST,
                    "the certificate of " + server() + " is not trusted: name its authority in source.caSecretRef",
                    e);
        }
        if (cause(e, SSLException.class)
                .map(Throwable::getMessage)
                .filter(m -> m.contains("SSL message"))
                .isPresent()) {
            throw new OrchestratorException(
                    INVALID_REQUEST, server() + " does not speak TLS: write http:// in source.endpoint", e);
        }
        boolean answered = e instanceof AwsServiceException;
        if (e instanceof AbortedException
                || (!answered && cause(e, IOException.class).isEmpty())) {
            throw unavailable(e);
        }
        return new Interruption(reason(e), e);
    }

    OrchestratorException unavailable(Exception last) {
        String reason = last instanceof SdkException sdk ? reason(sdk) : Objects.toString(last.getMessage());
        return new OrchestratorException(
                UNAVAILABLE, source + " cannot be read from " + server() + " at the moment (" + reason + ")", last);
    }

    OrchestratorException changed() {
        return new OrchestratorException(
                SOURCE_CHANGED, "object " + source + " was replaced while it was being read: start the restore again");
    }

    private OrchestratorException refusal(AwsServiceException e) {
        String code = code(e);
        if (e.statusCode() == 412 || e.statusCode() == 416) {
            return changed();
        }
        if (code.equals("NoSuchBucket")) {
            return new OrchestratorException(
                    NOT_FOUND,
                    "bucket " + source.bucket() + " does not exist at " + server() + ": check source.bucket",
                    e);
        }
        if (e.statusCode() == 404) {
            return new OrchestratorException(
                    NOT_FOUND, "object " + source + " does not exist at " + server() + ": check source.key", e);
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return denied("because this machine's clock is wrong: set the clock", e);
        }
        if (code.equals("InvalidObjectState")) {
            return denied("because it lies in an archive tier: restore it from there first", e);
        }
        if (OTHER_REGION.contains(code) || e.statusCode() / 100 == 3) {
            return new OrchestratorException(
                    INVALID_REQUEST,
                    "bucket " + source.bucket() + " is in another region" + region(e) + ": correct source.region",
                    e);
        }
        if (e.statusCode() == 401 || e.statusCode() == 403 || EXPIRED.contains(code)) {
            return denied(
                    "with the keys of secret " + secretName + " (" + code
                            + "): correct the secret, or allow s3:GetObject on the bucket",
                    e);
        }
        return new OrchestratorException(
                INVALID_REQUEST,
                source + " cannot be read from " + server() + " (" + reason(e) + "): check the source",
                e);
    }

    private OrchestratorException denied(String why, AwsServiceException e) {
        return new OrchestratorException(
                ACCESS_DENIED, "bucket " + source.bucket() + " does not let us read " + source.key() + " " + why, e);
    }

    private static boolean passing(AwsServiceException e) {
        return e.statusCode() >= 500
                || e.statusCode() == 429
                || e.statusCode() == 408
                || code(e).equals("RequestTimeout")
                || code(e).equals("SlowDown");
    }

    String server() {
        return source.endpoint().orElse("Amazon S3");
    }

    private static String region(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
                .filter(region -> region.matches("[a-z0-9-]{1,40}"))
                .map(region -> " (" + region + ")")
                .orElse("");
    }

    private static String reason(SdkException e) {
        if (e instanceof AwsServiceException service) {
            return "status " + service.statusCode() + " " + code(service);
        }
        if (cause(e, UnknownHostException.class).isPresent()) {
            return "its host name is not known";
        }
        return cause(e, IOException.class)
                .map(io -> Objects.requireNonNullElse(
                        io.getMessage(), io.getClass().getSimpleName()))
                .orElse("no answer");
    }

    private static String code(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null ? null : details.errorCode();
        return code != null && code.matches("[A-Za-z0-9.]{1,60}") ? code : "status " + e.statusCode();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
        @Nullable Throwable at = e;
        for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }
}
