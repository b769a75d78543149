package io.bemade.odoo.starter.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code s3://bucket/key}; the key is taken as it stands, nothing in it is decoded. */
record S3Url(String bucket, String key) {
    private static final Pattern URL = Pattern.compile("s3://([A-Za-z0-9][A-Za-z0-9._-]{1,254})/(.+)");

    static final class Converter implements ITypeConverter<S3Url> {
        @Override
        public S3Url convert(String text) {
            Matcher url = URL.matcher(text);
            if (!url.matches()) {
                throw new TypeConversionException("\"" + text + "\" is not the address of an object in S3: write"
                        + " s3://bucket/key, such as s3://odoo-backups/erp/2026-11-20.zip");
            }
            return new S3Url(url.group(1), url.group(2));
        }
    }
}
