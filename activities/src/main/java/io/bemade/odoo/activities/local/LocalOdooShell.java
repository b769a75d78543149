package io.bemade.odoo.activities.local;

import io.bemade.odoo.activities.local.Platform.InstanceEntry;
import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.OdooShell;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Odoo's own command line, as the instance configures it. It gets a configuration of its own: the instance's, with another
 * database and login, in a file that only we may read, named by {@code ODOO_RC}, which Odoo itself heeds and which a
 * wrapper that runs Odoo elsewhere can pass on.
 */
public final class LocalOdooShell implements OdooShell {
    private final Supplier<Platform> platform;

    public LocalOdooShell(Supplier<Platform> platform) {
        this.platform = platform;
    }

    @Override
    public boolean available(InstanceRef instance) {
        return entry(instance)
                .filter(entry -> !entry.commands().odoo().isEmpty())
                .isPresent();
    }

    @Override
    public Result run(StoragePair pair, Databases.Access access, List<String> arguments, Pulse pulse) {
        InstanceEntry entry = entry(pair.instance()).orElseThrow();
        Path conf = write(new ConfFile(entry.config()).read().with(settings(pair, access)));
        try {
            List<String> argv = new ArrayList<>(entry.commands().odoo());
            argv.addAll(arguments);
            argv.addAll(List.of("-d", pair.database().value()));
            Command.Result result = new Command(
                            argv,
                            Map.of("ODOO_RC", conf.toString()),
                            entry.commands().timeout())
                    .run(pulse);
            return new Result(result.exit(), result.tail().replace(access.password(), "***"));
        } finally {
            delete(conf);
        }
    }

    private Map<String, String> settings(StoragePair pair, Databases.Access access) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("db_host", access.host());
        settings.put("db_port", String.valueOf(access.port()));
        settings.put("db_user", access.user());
        settings.put("db_password", access.password());
        settings.put("db_name", pair.database().value());
        settings.put("dbfilter", OdooConf.filterFor(pair.database()));
        settings.put(
                "data_dir",
                platform.get().filestores().resolve(pair.filestore().value()).toString());
        return settings;
    }

    private Optional<InstanceEntry> entry(InstanceRef instance) {
        return Optional.ofNullable(platform.get().instances().get(instance));
    }

    private static Path write(OdooConf conf) {
        try {
            Path file = Files.createTempFile(
                    "odooctl",
                    ".conf",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, conf.text());
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.NO_SPACE,
                    "a configuration for Odoo's command line could not be written to the temp directory",
                    e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.BROKEN, file + ", which holds a password, could not be deleted", e);
        }
    }
}
