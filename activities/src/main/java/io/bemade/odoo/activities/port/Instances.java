package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.activity.InstanceActivities.Announcement;
import io.bemade.odoo.workflows.activity.InstanceActivities.Remains;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.util.List;

/** The Odoo instances of a platform: their configuration and their processes. */
public interface Instances {
    List<InstanceRef> list();

    /** See {@link io.bemade.odoo.workflows.activity.InstanceActivities#describe}. */
    InstanceDescription describe(InstanceRef instance);

    /** See {@link io.bemade.odoo.workflows.activity.InstanceActivities#fence}; every method with a ticket refuses a lower one. */
    void fence(InstanceRef instance, long ticket);

    /** See {@link io.bemade.odoo.workflows.activity.InstanceActivities#serving}. */
    boolean serving(InstanceRef instance, Pulse pulse);

    /** See {@link io.bemade.odoo.workflows.activity.InstanceActivities#stop}. */
    void stop(InstanceRef instance, long ticket, Pulse pulse);

    /** See {@link io.bemade.odoo.workflows.activity.InstanceActivities#start}. */
    void start(InstanceRef instance, long ticket, Pulse pulse);

    /** See {@link io.bemade.odoo.workflows.activity.InstanceActivities#point}. */
    void point(StoragePair pair, String operation, long ticket);

    /** See {@link io.bemade.odoo.workflows.activity.InstanceActivities#pointBack}. */
    void pointBack(StoragePair pair, String operation, long ticket);

    /** See {@link io.bemade.odoo.workflows.activity.InstanceActivities#awaitReady}. */
    void awaitReady(InstanceRef instance, Pulse pulse);

    /** See {@link io.bemade.odoo.workflows.activity.InstanceActivities#remains}. */
    Remains remains(InstanceRef instance);

    /** See {@link io.bemade.odoo.workflows.activity.InstanceActivities#dismantle}. */
    void dismantle(InstanceRef instance, long ticket, Pulse pulse);

    /** See {@link io.bemade.odoo.workflows.activity.InstanceActivities#announce}. */
    void announce(Announcement announcement);
}
