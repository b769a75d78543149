package io.bemade.odoo.activities.s3;

import io.bemade.odoo.activities.port.BackupStore;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Source;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Objects in S3 or what is compatible with it. Every read is pinned to the ETag first seen. Keys come from the instance's
 * secret and from nowhere else: the library's own chain of credentials (environment, profile, machine role) is not used.
 */
public final class S3BackupStore implements BackupStore, AutoCloseable {
    /** More bring nothing: the dump is not unpacked faster than so many connections bring it. */
    public static final int CONNECTIONS = 8;

    private final Secrets secrets;
    private final Reading reading;
    private final S3Clients clients;

    public S3BackupStore(Secrets secrets, Patience patience) {
        this(secrets, patience, CONNECTIONS, Rate.unlimited());
    }

    /**
     * @param connections that a large object is read over at once
     * @param rate for all that is read from this store
     */
    public S3BackupStore(Secrets secrets, Patience patience, int connections, Rate rate) {
        this.secrets = secrets;
        this.reading = Reading.of(patience, connections, rate);
        this.clients = new S3Clients(patience, reading.buffers().most());
    }

    @Override
    public BackupObject open(Source source, String namespace) {
        S3Requests requests = requests(source, namespace);
        HeadObjectResponse head = look(requests);
        if (head.eTag() == null || head.contentLength() == null) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    requests.failures().server() + " tells no ETag or no size of " + source
                            + ", so reads cannot be pinned: copy the backup to another store");
        }
        return new S3Object(requests, reading, head.eTag(), head.contentLength());
    }

    @Override
    public BackupObject open(Source source, String namespace, String version, long size) {
        return new S3Object(requests(source, namespace), reading, version, size);
    }

    private S3Requests requests(Source source, String namespace) {
        Function<Source.S3, S3Requests> s3 = object -> new S3Requests(object, namespace, secrets, clients);
        return source.match(s3);
    }

    private HeadObjectResponse look(S3Requests requests) {
        for (int tries = 1; ; tries++) {
            try {
                return head(requests);
            } catch (Interruption e) {
                if (tries >= reading.patience().looks()) {
                    throw requests.failures().unavailable(e);
                }
                pause(tries, requests, e);
            }
        }
    }

    private static HeadObjectResponse head(S3Requests requests) throws Interruption {
        try {
            return requests.head();
        } catch (OrchestratorException refused) {
            requests.failWithReason();
            throw refused;
        }
    }

    private void pause(int failures, S3Requests requests, Interruption e) {
        try {
            Thread.sleep(reading.patience().pauseAfter(failures).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw requests.failures().unavailable(e);
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
