package io.bemade.odoo.activities.s3;

import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.embedded.S3Server;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Source;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket on a real S3 server, and the secrets to read it with. */
public final class Bucket implements AutoCloseable {
    public static final String NAME = "backups";

    private final S3Server server;
    private final S3Client client;
    private final Map<String, Secret> secrets = new ConcurrentHashMap<>();

    public Bucket(Path directory) {
        server = S3Server.start(directory);
        server.createBucket(NAME);
        client = server.client();
        secret("s3-credentials", S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
    }

    public Source.S3 put(String key, byte[] content) {
        client.putObject(put -> put.bucket(NAME).key(key), RequestBody.fromBytes(content));
        return source(key);
    }

    public Source.S3 source(String key) {
        return at(server.endpoint().toString(), NAME, key, "s3-credentials");
    }

    static Source.S3 at(String endpoint, String bucket, String key, String secret) {
        return new Source.S3(
                bucket,
                key,
                Optional.of(secret),
                Optional.of(endpoint),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    S3Server server() {
        return server;
    }

    void secret(String name, String accessKey, String secretKey) {
        secrets.put(name, new Secret(name, Map.of("access-key", accessKey, "secret-key", secretKey)));
    }

    void secret(Secret secret, String name) {
        secrets.put(name, secret);
    }

    public Secrets secrets() {
        return (namespace, name) -> Optional.ofNullable(secrets.get(name))
                .orElseThrow(
                        () -> new OrchestratorException(ErrorCode.NOT_FOUND, "secret " + name + " does not exist"));
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
