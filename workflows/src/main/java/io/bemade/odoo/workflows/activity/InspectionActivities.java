package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.inspect.Doctor;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Read-only questions to the worker's side. */
@ActivityInterface
public interface InspectionActivities {
    /** One instance, or all that the platform knows; an instance whose server does not answer is listed with the problem. */
    @ActivityMethod(name = "TakeInventory")
    List<Inventory.Entry> inventory(Inventory.Request request);

    /** Examines everything that the worker depends on; never throws for what it finds. */
    @ActivityMethod(name = "ExamineWorker")
    List<Doctor.Finding> examine();
}
