package io.bemade.odoo.activities.local;

import io.bemade.odoo.activities.local.Host.InstanceEntry;
import io.bemade.odoo.activities.port.DatabaseFilter;
import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.OdooShell;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.nio.file.Path;
import java.time.Duration;
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
    /** No command of Odoo's that is needed here takes longer, unless it hangs. */
    private static final Duration LONGEST = Duration.ofHours(6);

    private final Supplier<Host> host;
    private final Path filestores;

    /** @param filestores root of the data directories that are made */
    public LocalOdooShell(Supplier<Host> host, Path filestores) {
        this.host = host;
        this.filestores = filestores;
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
        ConfFile own = new ConfFile(entry.config());
        OdooConf text = own.read().with(settings(pair, access));
        Path conf = own.forCommand(text);
        try {
            List<String> argv = new ArrayList<>(entry.commands().odoo());
            argv.addAll(arguments);
            argv.addAll(List.of("-d", pair.database().value()));
            Command.Result result = new Command(argv, Map.of("ODOO_RC", conf.toString()), LONGEST).run(pulse);
            return new Result(result.exit(), text.masked(result.tail()));
        } finally {
            own.forget(conf);
        }
    }

    private Map<String, String> settings(StoragePair pair, Databases.Access access) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("db_host", access.host());
        settings.put("db_port", String.valueOf(access.port()));
        settings.put("db_user", access.user());
        settings.put("db_password", access.password());
        settings.put("db_name", pair.database().value());
        settings.put("dbfilter", DatabaseFilter.exactly(pair.database()));
        settings.put("data_dir", filestores.resolve(pair.filestore().value()).toString());
        return settings;
    }

    private Optional<InstanceEntry> entry(InstanceRef instance) {
        return Optional.ofNullable(host.get().instances().get(instance));
    }
}
