package io.bemade.odoo.activities.filestore;

import static io.bemade.odoo.workflows.model.ErrorCode.ACCESS_DENIED;
import static io.bemade.odoo.workflows.model.ErrorCode.NO_SPACE;
import static io.bemade.odoo.workflows.model.ErrorCode.UNAVAILABLE;

import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What the file system's exceptions mean. */
final class Failures {
    /** Less than this is full, whatever language the system says so in. */
    private static final long NEARLY_NOTHING = 64 * 1024;

    private Failures() {}

    /** @param wanted bytes that were about to be written */
    static OrchestratorException writing(Path path, long wanted, IOException e) {
        if (full(path, wanted, e)) {
            return new OrchestratorException(
                    NO_SPACE, "the disk of " + directory(path) + " is full: make room there and start again", e);
        }
        return of("write", path, e);
    }

    /** @param what "read", "delete": completes "cannot …" */
    static OrchestratorException of(String what, Path path, IOException e) {
        if (e instanceof AccessDeniedException) {
            return new OrchestratorException(
                    ACCESS_DENIED,
                    "the worker's user may not " + what + " " + path + ": change the owner of that directory",
                    e);
        }
        return new OrchestratorException(
                UNAVAILABLE, "cannot " + what + " " + path + " at the moment: " + reason(e), e);
    }

    static String reason(IOException e) {
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return Objects.requireNonNullElse(reason, e.getClass().getSimpleName());
    }

    private static boolean full(Path path, long wanted, IOException e) {
        String reason = reason(e);
        if (reason.contains("No space left") || reason.contains("quota exceeded")) {
            return true;
        }
        try {
            return Files.getFileStore(directory(path)).getUsableSpace() < Math.max(wanted, NEARLY_NOTHING);
        } catch (IOException unknown) {
            return false;
        }
    }

    private static Path directory(Path path) {
        return Files.isDirectory(path) ? path : Objects.requireNonNullElse(path.getParent(), path);
    }
}
