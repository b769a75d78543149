package io.bemade.odoo.starter.temporal;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What Temporal's transport said, wherever in an exception it hides. */
public final class GrpcFailures {
    private static final Set<Status.Code> PASSING =
            Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

    private GrpcFailures() {}

    public static Optional<StatusRuntimeException> find(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException status) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    public static boolean is(Throwable thrown, Status.Code code) {
        return find(thrown).filter(e -> e.getStatus().getCode() == code).isPresent();
    }

    /** True for what may be over in a moment: trying again is right. */
    public static boolean passing(Throwable thrown) {
        return find(thrown)
                .filter(e -> PASSING.contains(e.getStatus().getCode()))
                .isPresent();
    }

    /** Without gRPC's own vocabulary where there is a better one. */
    public static String words(StatusRuntimeException e) {
        Status status = e.getStatus();
        String code = status.getCode().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String description = Optional.ofNullable(status.getDescription()).orElse("");
        return description.isEmpty() || description.equals("io exception") ? code : description;
    }
}
