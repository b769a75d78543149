package io.bemade.odoo.starter.command;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code s3://bucket/key}; the key is taken as it stands, nothing in it is decoded. */
record S3Url(String bucket, String key) {
    private static final String SCHEME = "s3://";
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

    static final class Converter implements ITypeConverter<S3Url> {
        @Override
        public S3Url convert(String text) {
            if (!text.startsWith(SCHEME)) {
                throw refusal(text, unknown(text));
            }
            String path = text.substring(SCHEME.length());
            int slash = path.indexOf('/');
            String bucket = slash < 0 ? path : path.substring(0, slash);
            if (bucket.isEmpty()) {
                throw refusal(text, "it names no bucket");
            }
            if (!BUCKET.matcher(bucket).matches()) {
                throw refusal(text, "no bucket can be called \"" + bucket + "\"");
            }
            if (slash < 0 || slash == path.length() - 1) {
                throw refusal(text, "it names a bucket, and no object in it");
            }
            return new S3Url(bucket, path.substring(slash + 1));
        }

        private static String unknown(String text) {
            if (text.matches("https?://.*")) {
                return "it is an address of the web; where the S3 server is, says --endpoint";
            }
            return text.startsWith("/") || text.startsWith(".")
                    ? "it is a file of this machine, which a worker may not see; upload it first"
                    : "it does not begin with " + SCHEME;
        }

        private static TypeConversionException refusal(String text, String why) {
            return new TypeConversionException("\"" + text + "\" is not the address of an object in S3 (" + why
                    + "): write s3://bucket/key, such as s3://odoo-backups/erp/2026-11-20.zip");
        }
    }
}
