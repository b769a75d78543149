package io.bemade.odoo.workflows.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where data comes from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes(@JsonSubTypes.Type(value = Source.S3.class, name = "s3"))
public sealed interface Source {
    /** One function per kind of source, so that the compiler lists every place a new kind must be handled. */
    <T> T match(Function<S3, T> s3);

    /** Names of the secrets that it refers to, in the namespace of the instance that is filled from it. */
    default List<String> secretNames() {
        return match(s3 -> Stream.of(s3.secretRef(), s3.caSecretRef())
                .flatMap(Optional::stream)
                .distinct()
                .toList());
    }

    /**
     * An object in S3.
     *
     * @param secretRef name of the secret that holds the access key pair, {@code access-key} and {@code secret-key}; absent =
     *     {@link S3#DEFAULT_SECRET}
     * @param endpoint absent = Amazon's for the region
     * @param region absent = {@code us-east-1}
     * @param pathStyle absent = true when an endpoint is given (most S3-compatible servers need it)
     * @param caSecretRef name of the secret whose {@code ca.crt} signs the endpoint's certificate
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record S3(
            String bucket,
            String key,
            Optional<String> secretRef,
            Optional<String> endpoint,
            Optional<String> region,
            Optional<Boolean> pathStyle,
            Optional<String> caSecretRef)
            implements Source {
        /** Whose key pair is used where none is named. */
        public static final String DEFAULT_SECRET = "s3-credentials";

        public S3 {
            bucket = Checks.text("source.bucket", bucket);
            key = Checks.text("source.key", key);
            secretRef = Checks.optional(secretRef);
            endpoint = Checks.optional(endpoint);
            region = Checks.optional(region);
            pathStyle = Checks.optional(pathStyle);
            caSecretRef = Checks.optional(caSecretRef);
            endpoint.ifPresent(Checks::endpoint);
        }

        @Override
        public <T> T match(Function<S3, T> s3) {
            return s3.apply(this);
        }

        @Override
        public String toString() {
            return "s3://" + bucket + "/" + key;
        }
    }
}
