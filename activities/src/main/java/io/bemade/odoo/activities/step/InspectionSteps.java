package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.Statuses;
import io.bemade.odoo.workflows.activity.InspectionActivities;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.inspect.Doctor.Finding;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers questions; changes nothing but what people are shown. */
public final class InspectionSteps implements InspectionActivities {
    private final Instances instances;
    private final Databases databases;
    private final Statuses statuses;
    private final Supplier<List<Finding>> examination;

    /** @param examination what the platform's worker knows to examine */
    public InspectionSteps(
            Instances instances, Databases databases, Statuses statuses, Supplier<List<Finding>> examination) {
        this.instances = instances;
        this.databases = databases;
        this.statuses = statuses;
        this.examination = examination;
    }

    @Override
    public List<Inventory.Entry> inventory(Inventory.Request request) {
        return Heartbeats.during(pulse -> request.instance().map(List::of).orElseGet(instances::list).stream()
                .map(instance -> entry(instance, request.show()))
                .toList());
    }

    private Inventory.Entry entry(InstanceRef instance, boolean show) {
        Optional<InstanceDescription> description = Optional.empty();
        List<KeptPair> pairs = List.of();
        try {
            InstanceDescription known = instances.describe(instance);
            description = Optional.of(known);
            pairs = databases.list(known.server(), instance);
            if (show) {
                statuses.show(instance, () -> new Holdings(instances, databases).of(instance));
            }
            return new Inventory.Entry(instance, description, pairs, Optional.empty());
        } catch (OrchestratorException e) {
            return new Inventory.Entry(instance, description, pairs, Optional.of(e.getMessage()));
        }
    }

    @Override
    public List<Finding> examine() {
        return Heartbeats.during(pulse -> examination.get());
    }
}
