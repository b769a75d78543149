package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** Data from somewhere becomes an instance's new pair. */
@Group("bemade.io")
@Version("v1")
@ShortNames("odoorestore")
@Categories("odoo")
@JsonClassDescription(
        "Fills an instance from a backup, a database or another instance: a new pair of database and filestore is built beside the one in use, proven, and switched to.")
@AdditionalPrinterColumn(name = "Target", jsonPath = ".spec.targetInstance")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Progress", jsonPath = ".status.progress", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.message")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public final class OdooInstanceRestore extends CustomResource<OdooInstanceRestoreSpec, OperationStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1;

    @Override
    @Required
    @JsonPropertyDescription("What is asked. It cannot be changed; delete the object, which cancels, and make another.")
    public OdooInstanceRestoreSpec getSpec() {
        return super.getSpec();
    }

    @Override
    @JsonPropertyDescription("How far the operation is.")
    public @Nullable OperationStatus getStatus() {
        return super.getStatus();
    }
}
