package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * One Odoo installation. {@code kubectl get odoo} lists everything of the category; one instance is asked for by {@code
 * kubectl get odooinstance NAME}, for kubectl takes the category before the short name.
 */
@Group("bemade.io")
@Version("v1")
@ShortNames("odoo")
@Categories("odoo")
@JsonClassDescription("One Odoo installation: its workload, and the pair of database and filestore that it uses.")
@AdditionalPrinterColumn(name = "Type", jsonPath = ".spec.instanceType")
@AdditionalPrinterColumn(name = "Database", jsonPath = ".status.database.name")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.operation.phase")
@AdditionalPrinterColumn(
        name = "Filestore",
        jsonPath = ".status.storage.current.filestore",
        priority = OdooInstance.WIDE_ONLY)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
        value = "self.metadata.name.size() <= 63 && !self.metadata.name.contains('.')",
        message = "metadata.name is a DNS label: at most 63 lower-case letters, digits and hyphens, no dots")
@ValidationRule(
        value = "!has(self.spec.database.stagingConfig)"
                + " || has(self.spec.database.stagingConfig.productionInstanceRef.namespace)"
                + " || self.spec.database.stagingConfig.productionInstanceRef.name != self.metadata.name",
        fieldPath = ".spec.database.stagingConfig.productionInstanceRef",
        message = "productionInstanceRef names another instance: none is a copy of itself")
public final class OdooInstance extends CustomResource<OdooInstanceSpec, OdooInstanceStatus> implements Namespaced {
    /** A column that only {@code kubectl get -o wide} shows. */
    static final int WIDE_ONLY = 1;

    private static final long serialVersionUID = 1;

    @Override
    @Required
    @JsonPropertyDescription("What the instance is.")
    public OdooInstanceSpec getSpec() {
        return super.getSpec();
    }

    @Override
    @JsonPropertyDescription("What was seen and done last, for people to read; nothing is decided by it.")
    public @Nullable OdooInstanceStatus getStatus() {
        return super.getStatus();
    }
}
