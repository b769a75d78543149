package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A backup that is an object in S3. */
public record S3Source(
        @Required
        @Size(min = 3, max = 63)
        @Pattern("^[a-z0-9][a-z0-9.-]*[a-z0-9]$")
        @JsonPropertyDescription("Bucket that holds the backup.")
        String bucketName,

        @Required
        @Size(min = 1, max = 1024)
        @JsonPropertyDescription(
                "Key of the backup: an Odoo zip, a plain .sql (also as .gz, .zst or .lz4), or a custom .dump."
                        + " Its content decides, not its name.")
        String objectKey,

        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9-]+$")
        @JsonPropertyDescription("Region of the bucket. Absent: us-east-1.")
        @Nullable
        String region,

        @Size(max = 1024)
        @Pattern(Formats.ENDPOINT)
        @JsonPropertyDescription("Address of an S3-compatible server, such as https://minio.example.com:9000. Absent:"
                + " Amazon's for the region.")
        @Nullable
        String endpoint,

        @JsonPropertyDescription(
                "Whether the bucket is in the path of an address, not in its host name. Absent: true when an endpoint is"
                        + " given, as most S3-compatible servers need it.")
        @Nullable
        Boolean pathStyle,

        @JsonPropertyDescription("Secret with the values access-key and secret-key. Absent: s3-credentials.") @Nullable
        ObjectReference secretRef,

        @JsonPropertyDescription("Secret with the value ca.crt: the authority that signs the endpoint's certificate."
                + " Absent: the system's.")
        @Nullable
        ObjectReference caSecretRef) {}
