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
import java.util.function.Function;

/** Instances that are nothing but what was written about them: for tests of what is built, not of what serves it. */
final class RecordedInstances implements Instances {
    private final Map<InstanceRef, InstanceDescription> known = new ConcurrentHashMap<>();
    private volatile Function<InstanceRef, Optional<String>> refusals = instance -> Optional.empty();

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

    /** Somebody else says whether an instance may be filled from its production. */
    void askAboutProductions(Function<InstanceRef, Optional<String>> asked) {
        refusals = asked;
    }

    @Override
    public InstanceDescription describe(InstanceRef instance) {
        InstanceDescription there = Optional.ofNullable(known.get(instance)).orElseThrow();
        Optional<String> refusal = there.production().isPresent() ? refusals.apply(instance) : Optional.<String>empty();
        return new InstanceDescription(
                there.instance(),
                there.type(),
                there.fqdns(),
                there.server(),
                there.role(),
                there.databaseNamePrefix(),
                there.odooMajor(),
                there.current(),
                there.production(),
                refusal,
                there.retention());
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
        InstanceDescription there = describe(instance);
        return new Remains(there.server(), there.type(), there.current());
    }

    @Override
    public void dismantle(InstanceRef instance, long ticket, Pulse pulse) {
        throw new UnsupportedOperationException("no test of volumes removes an instance");
    }

    @Override
    public void announce(Announcement announcement) {}
}
