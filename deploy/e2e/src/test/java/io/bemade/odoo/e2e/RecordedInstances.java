package io.bemade.odoo.e2e;

import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.InstanceActivities.Announcement;
import io.bemade.odoo.workflows.activity.InstanceActivities.Remains;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Instances that are nothing but what was written about them: for tests of what is built, not of what serves it. */
final class RecordedInstances implements Instances {
    private final Map<InstanceRef, InstanceDescription> known = new ConcurrentHashMap<>();

    void add(InstanceRef instance, InstanceType type, String role) {
        add(instance, type, role, Optional.empty());
    }

    /** One that is filled from a production. */
    void add(InstanceRef instance, InstanceType type, String role, Optional<InstanceRef> production) {
        known.put(
                instance,
                new InstanceDescription(
                        instance,
                        type,
                        List.of(instance.name() + ".e2e.test"),
                        "main",
                        role,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        production,
                        Optional.empty(),
                        Duration.ofDays(7)));
    }

    @Override
    public List<InstanceRef> list() {
        return List.copyOf(known.keySet());
    }

    @Override
    public InstanceDescription describe(InstanceRef instance) {
        return Optional.ofNullable(known.get(instance)).orElseThrow();
    }

    @Override
    public void point(StoragePair pair, String operation, long ticket) {
        InstanceDescription old = describe(pair.instance());
        known.put(
                pair.instance(),
                new InstanceDescription(
                        old.instance(),
                        old.type(),
                        old.fqdns(),
                        old.server(),
                        old.role(),
                        old.databaseNamePrefix(),
                        old.odooMajor(),
                        Optional.of(pair),
                        old.production(),
                        old.productionRefusal(),
                        old.retention()));
    }

    @Override
    public boolean serving(InstanceRef instance, Pulse pulse) {
        return true;
    }

    @Override
    public void fence(InstanceRef instance, long ticket) {}

    @Override
    public void stop(InstanceRef instance, long ticket, Pulse pulse) {}

    @Override
    public void start(InstanceRef instance, long ticket, Pulse pulse) {}

    @Override
    public void pointBack(StoragePair pair, String operation, long ticket) {}

    @Override
    public void awaitReady(InstanceRef instance, Pulse pulse) {}

    @Override
    public Remains remains(InstanceRef instance) {
        throw new UnsupportedOperationException("no test of volumes removes an instance");
    }

    @Override
    public void dismantle(InstanceRef instance, long ticket, Pulse pulse) {
        throw new UnsupportedOperationException("no test of volumes removes an instance");
    }

    @Override
    public void announce(Announcement announcement) {}
}
