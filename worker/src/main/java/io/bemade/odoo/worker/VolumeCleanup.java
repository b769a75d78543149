package io.bemade.odoo.worker;

import io.bemade.odoo.activities.filestore.DirectoryFilestores;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.nio.file.Path;
import java.util.Map;

/**
 * Deletes one database's files in a volume that was there before this product, and leaves everything else in it. It ends
 * by itself; safe to run twice.
 */
public final class VolumeCleanup {
    private VolumeCleanup() {}

    /** @throws IllegalArgumentException with all that is wrong with the environment */
    public static void run(Map<String, String> environment) {
        VolumeWorkerConfiguration configuration = VolumeWorkerConfiguration.fromEnvironment(environment);
        StoragePair pair = configuration.building().pair();
        Path volume = configuration.volumes().resolve(pair.filestore().value());
        StoragePair here =
                new StoragePair(pair.instance(), pair.server(), pair.database(), new FilestoreName(volume.toString()));
        DirectoryFilestores filestores = new DirectoryFilestores(configuration.volumes());
        try {
            filestores.adopt(here);
        } catch (OrchestratorException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            // Deleted already, or renamed away by an attempt that was interrupted: expiring knows.
        }
        filestores.expire(here);
    }
}
