package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.workflows.activity.InspectionActivities;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.inspect.Doctor.Finding;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers questions; changes nothing. */
public final class InspectionSteps implements InspectionActivities {
    private final Instances instances;
    private final Databases databases;
    private final Supplier<List<Finding>> examination;

    /** @param examination what the platform's worker knows to examine */
    public InspectionSteps(Instances instances, Databases databases, Supplier<List<Finding>> examination) {
        this.instances = instances;
        this.databases = databases;
        this.examination = examination;
    }

    @Override
    public List<Inventory.Entry> inventory(Inventory.Request request) {
        return Heartbeats.during(pulse -> request.instance().map(List::of).orElseGet(instances::list).stream()
                .map(this::entry)
                .toList());
    }

    private Inventory.Entry entry(InstanceRef instance) {
        Optional<InstanceDescription> description = Optional.empty();
        try {
            InstanceDescription known = instances.describe(instance);
            description = Optional.of(known);
            return new Inventory.Entry(
                    instance, description, databases.list(known.server(), instance), Optional.empty());
        } catch (OrchestratorException e) {
            return new Inventory.Entry(instance, description, List.of(), Optional.of(e.getMessage()));
        }
    }

    @Override
    public List<Finding> examine() {
        return Heartbeats.during(pulse -> examination.get());
    }
}
