package io.bemade.odoo.activities.s3;

import io.bemade.odoo.activities.s3.FaultyProxy.Fault;
import io.bemade.odoo.workflows.model.Source;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A bucket, and for each test a way to it that fails as planned. */
abstract class FaultyBucketTest {
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Bucket bucket;

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    FaultyProxy proxy;

    @BeforeAll
    static void start(@TempDir Path directory) {
        bucket = new Bucket(directory);
    }

    @AfterAll
    static void stop() {
        bucket.close();
    }

    @BeforeEach
    void startProxy() throws IOException {
        proxy = new FaultyProxy(bucket.server().endpoint());
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    /** By way of the proxy. */
    Source.S3 source(String key) {
        return Bucket.at(proxy.endpoint(), Bucket.NAME, key, "s3-credentials");
    }

    static Fault answer(String status, String headers) {
        return new Fault.Answer("HTTP/1.1 " + status + "\r\n" + headers + "\r\nConnection: close\r\n\r\n");
    }
}
