package io.bemade.odoo.activities.backup;

import io.bemade.odoo.activities.port.Backup;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;

/** A dump without attachments. */
record ScriptBackup(StoredObject source, Supplier<InputStream> script, long dumpBytes) implements Backup {
    @Override
    public InputStream dump() {
        return new CompleteScript(source, script.get());
    }

    @Override
    public List<Batch> attachments() {
        return List.of();
    }
}
