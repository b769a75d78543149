package io.bemade.odoo.activities.backup;

import io.bemade.odoo.activities.port.BackupStore.BackupObject;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An object and what to call it when it turns out to be unusable. */
record StoredObject(String name, BackupObject bytes) {
    long size() {
        return bytes.size();
    }

    /** Bytes {@code [from, from + length)}, all of them. */
    byte[] read(long from, int length) {
        try {
            return bytes.readFully(from, length);
        } catch (IOException e) {
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, name + " cannot be read at the moment", e);
        }
    }

    /** @param problem continues the sentence that begins with the object's name */
    OrchestratorException bad(String problem) {
        return bad(problem, null);
    }

    OrchestratorException bad(String problem, @Nullable Throwable cause) {
        return new OrchestratorException(ErrorCode.BAD_BACKUP, name + " " + problem, cause);
    }

    /** Names inside a backup come from strangers: shortened, and without control characters. */
    static String quoted(String untrusted) {
        String printable = untrusted.replaceAll("[^\\x20-\\x7e]", "?");
        return "\"" + (printable.length() > 80 ? printable.substring(0, 77) + "..." : printable) + "\"";
    }
}
