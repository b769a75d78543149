package io.bemade.odoo.starter.command;

import io.bemade.odoo.workflows.model.Source;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A backup in S3. Credentials are named, never given: a request can be read by whoever can read Temporal. */
public final class S3Options {
    // picocli refuses the command line before it calls a command without its required option
    @SuppressWarnings("NullAway.Init")
    @Option(
            names = "--from",
            required = true,
            paramLabel = "URL",
            description = "The backup: s3://bucket/key (Odoo zip, .sql, .sql.gz, .sql.zst, .sql.lz4 or custom .dump).",
            converter = S3Url.Converter.class,
            order = 10)
    private S3Url from;

    @Option(names = "--endpoint", paramLabel = "URL", description = "S3 server (default: Amazon's).", order = 11)
    private Optional<String> endpoint = Optional.empty();

    @Option(names = "--region", paramLabel = "NAME", description = "S3 region (default: us-east-1).", order = 12)
    private Optional<String> region = Optional.empty();

    @Option(
            names = "--secret",
            paramLabel = "NAME",
            description = "Name of the secret, on the worker's side, that holds access-key and secret-key"
                    + " (default: s3-credentials).",
            order = 13)
    private Optional<String> secret = Optional.empty();

    @Option(
            names = "--ca-secret",
            paramLabel = "NAME",
            description = "Name of the secret whose ca.crt signs the endpoint's certificate.",
            order = 14)
    private Optional<String> caSecret = Optional.empty();

    @Option(
            names = "--path-style",
            negatable = true,
            description = "Put the bucket into the path, or not (default: yes when an endpoint is given).",
            order = 15)
    private @Nullable Boolean pathStyle;

    /** For people. */
    public String name() {
        return "s3://" + from.bucket() + "/" + from.key();
    }

    public Source source() {
        return new Source.S3(
                from.bucket(), from.key(), secret, endpoint, region, Optional.ofNullable(pathStyle), caSecret);
    }
}
