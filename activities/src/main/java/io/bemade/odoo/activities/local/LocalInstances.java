package io.bemade.odoo.activities.local;

import io.bemade.odoo.activities.local.Host.InstanceEntry;
import io.bemade.odoo.activities.port.DatabaseFilter;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.InstanceActivities.Announcement;
import io.bemade.odoo.workflows.activity.InstanceActivities.Remains;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Odoo instances of one host: an entry in {@code instances.yaml}, an {@code odoo.conf}, commands. */
public final class LocalInstances implements Instances {
    private static final Logger LOG = LoggerFactory.getLogger(LocalInstances.class);

    private final Supplier<Host> host;
    private final Path filestores;

    /** @param filestores root of the data directories that are made, the same as the filestores' own for as long as we live */
    public LocalInstances(Supplier<Host> host, Path filestores) {
        this.host = host;
        this.filestores = filestores.toAbsolutePath().normalize();
    }

    @Override
    public List<InstanceRef> list() {
        return List.copyOf(host.get().instances().keySet());
    }

    @Override
    public InstanceDescription describe(InstanceRef instance) {
        InstanceEntry entry = entry(instance);
        Optional<StoragePair> current = current(instance, entry);
        current.ifPresent(pair -> refuseShared(entry, pair));
        return new InstanceDescription(
                instance,
                entry.type(),
                entry.fqdns(),
                entry.server(),
                entry.role(),
                entry.databaseNamePrefix(),
                entry.odooMajor(),
                current,
                entry.production(),
                Optional.empty(),
                entry.retention());
    }

    private Optional<StoragePair> current(InstanceRef instance, InstanceEntry entry) {
        OdooConf conf = new ConfFile(entry.config()).read();
        return conf.get("db_name").map(name -> {
            if (name.contains(",")) {
                throw new OrchestratorException(
                        ErrorCode.INVALID_REQUEST,
                        entry.config() + " names several databases (db_name = " + name
                                + "): an instance has one; split it or name one");
            }
            String data = conf.get("data_dir")
                    .orElseThrow(() -> new OrchestratorException(
                            ErrorCode.INVALID_REQUEST,
                            entry.config() + " has db_name but no data_dir: say where the filestore is"));
            return new StoragePair(instance, entry.server(), database(entry, name), filestore(Path.of(data)));
        });
    }

    /** What is done to a database for one instance would happen to the other, too. */
    private void refuseShared(InstanceEntry entry, StoragePair pair) {
        host.get().instances().forEach((other, its) -> {
            if (!other.equals(pair.instance())
                    && its.server().equals(entry.server())
                    && new ConfFile(its.config())
                            .names()
                            .filter(pair.database().value()::equals)
                            .isPresent()) {
                throw new OrchestratorException(
                        ErrorCode.NOT_OURS,
                        "the configurations of " + pair.instance() + " and " + other + " both name database " + pair
                                + " of server " + entry.server() + ": nothing was touched; give each its own");
            }
        });
    }

    private static DatabaseName database(InstanceEntry entry, String name) {
        try {
            return new DatabaseName(name);
        } catch (IllegalArgumentException e) {
            throw new OrchestratorException(ErrorCode.INVALID_REQUEST, entry.config() + ": " + e.getMessage(), e);
        }
    }

    /** A directory that we made is known by its name, any other by its path. */
    private FilestoreName filestore(Path data) {
        Path normal = data.toAbsolutePath().normalize();
        return filestores.equals(normal.getParent())
                ? new FilestoreName(normal.getFileName().toString())
                : new FilestoreName(normal.toString());
    }

    @Override
    public void fence(InstanceRef instance, long ticket) {
        new ConfFile(entry(instance).config()).fence(instance, ticket);
    }

    @Override
    public boolean serving(InstanceRef instance, Pulse pulse) {
        return new Readiness(instance, entry(instance).ready()).now(pulse);
    }

    @Override
    public void stop(InstanceRef instance, long ticket, Pulse pulse) {
        InstanceEntry entry = entry(instance);
        new ConfFile(entry.config()).fence(instance, ticket);
        run(instance, "stopped", entry, entry.commands().stop(), pulse);
    }

    @Override
    public void start(InstanceRef instance, long ticket, Pulse pulse) {
        InstanceEntry entry = entry(instance);
        new ConfFile(entry.config()).fence(instance, ticket);
        run(instance, "started", entry, entry.commands().start(), pulse);
    }

    private static void run(InstanceRef instance, String done, InstanceEntry entry, List<String> argv, Pulse pulse) {
        Command.Result result = new Command(
                        argv,
                        Map.of("ODOO_RC", entry.config().toString()),
                        entry.commands().timeout())
                .run(pulse);
        if (result.exit() != 0) {
            throw new OrchestratorException(
                    ErrorCode.COMMAND_FAILED,
                    instance + " could not be " + done + ": " + argv.get(0) + " ended with status " + result.exit()
                            + ": " + new ConfFile(entry.config()).read().masked(result.tail()));
        }
    }

    @Override
    public void point(StoragePair pair, String operation, long ticket) {
        InstanceEntry entry = entry(pair.instance());
        ConfFile conf = new ConfFile(entry.config());
        Path data = filestores.resolve(pair.filestore().value());
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("db_name", pair.database().value());
        settings.put("dbfilter", DatabaseFilter.exactly(pair.database()));
        settings.put("data_dir", data.toString());
        settings.put("list_db", "False");
        conf.change(pair.instance(), ticket, change(pair, operation), text -> text.with(settings));
    }

    @Override
    public void pointBack(StoragePair pair, String operation, long ticket) {
        new ConfFile(entry(pair.instance()).config()).changeBack(pair.instance(), ticket, change(pair, operation));
    }

    private static String change(StoragePair pair, String operation) {
        return operation + " to " + pair.database();
    }

    @Override
    public void awaitReady(InstanceRef instance, Pulse pulse) {
        new Readiness(instance, entry(instance).ready()).await(pulse);
    }

    /** Odoo reads {@code False} as nothing. */
    @Override
    public void dismantle(InstanceRef instance, long ticket, Pulse pulse) {
        stop(instance, ticket, pulse);
        new ConfFile(entry(instance).config())
                .change(
                        instance,
                        ticket,
                        "dismantled",
                        text -> text.with(Map.of("db_name", "False", "dbfilter", "^$")));
    }

    @Override
    public Remains remains(InstanceRef instance) {
        InstanceEntry entry = entry(instance);
        Optional<StoragePair> current = current(instance, entry);
        current.ifPresent(pair -> refuseShared(entry, pair));
        return new Remains(entry.server(), entry.type(), current);
    }

    @Override
    public void announce(Announcement announcement) {
        if (announcement.good()) {
            LOG.info("{}: {} ({})", announcement.instance(), announcement.message(), announcement.operation());
        } else {
            LOG.warn("{}: {} ({})", announcement.instance(), announcement.message(), announcement.operation());
        }
    }

    private InstanceEntry entry(InstanceRef instance) {
        Host known = host.get();
        InstanceEntry entry = known.instances().get(instance);
        if (entry == null) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "there is no instance " + instance + ": known are "
                            + known.instances().keySet());
        }
        return entry;
    }
}
