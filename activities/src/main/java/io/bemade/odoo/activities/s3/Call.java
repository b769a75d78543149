package io.bemade.odoo.activities.s3;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;

/**
 * Requests of one reader that can be ended from outside while they wait for an answer: the library offers that only once
 * the answer has begun.
 */
final class Call {
    private static final ThreadLocal<@Nullable Call> OF_THIS_THREAD = new ThreadLocal<>();

    private @Nullable ExecutableHttpRequest request;
    private boolean ended;

    <T> T run(Supplier<T> work) {
        OF_THIS_THREAD.set(this);
        try {
            return work.get();
        } finally {
            OF_THIS_THREAD.remove();
            sent(null);
        }
    }

    /** To be called by the HTTP library with what this thread is about to send. */
    static void sending(ExecutableHttpRequest request) {
        Call call = OF_THIS_THREAD.get();
        if (call != null) {
            call.sent(request);
        }
    }

    private synchronized void sent(@Nullable ExecutableHttpRequest sent) {
        request = sent;
        if (ended && sent != null) {
            sent.abort();
        }
    }

    /** The request under way, if there is one, and all later ones fail at once. */
    synchronized void end() {
        ended = true;
        if (request != null) {
            request.abort();
        }
    }
}
