package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an instance is.
 *
 * @param retention as it was written: {@code P7D} stays {@code P7D}
 */
@ValidationRule(
        value = "self.instanceType != 'production' || !has(self.database.stagingConfig)",
        fieldPath = ".database.stagingConfig.productionInstanceRef",
        reason = "FieldValueForbidden",
        message = "productionInstanceRef is for copies: instanceType is production")
@ValidationRule(
        value = "!has(self.initialSource) || !has(self.database.stagingConfig)",
        fieldPath = ".initialSource",
        reason = "FieldValueForbidden",
        message = "initialSource and productionInstanceRef are two beginnings: give one of them")
public record OdooInstanceSpec(
        @Required
        @Size(min = 1, max = 32)
        @JsonPropertyDescription(
                "Host names under which the instance is reached. The first one begins the names of its databases.")
        List<@Size(max = 253) @Pattern(Formats.FQDN) String> fqdns,

        @Default("staging")
        @JsonPropertyDescription("What the instance is for. Data that comes to anything but production is neutralized"
                + " first: no mail, no scheduled actions, no payments.")
        InstanceType instanceType,

        @Required
        @Size(min = 1, max = 512)
        @Pattern("^\\S+$")
        @JsonPropertyDescription("Image of this instance's Odoo. Odoo's own commands, such as neutralize, run in it.")
        String image,

        @Required
        @JsonPropertyDescription("Deployment that serves the instance. It is adopted, not made; a switch changes its"
                + " database and its volume claim in one patch.")
        ObjectReference deploymentRef,

        @JsonPropertyDescription("Deployment that runs the scheduled actions, where it is another one.") @Nullable
        ObjectReference cronDeploymentRef,

        @Required @JsonPropertyDescription("Where the instance's databases live and who owns them.")
        Database database,

        @Required @JsonPropertyDescription("How the instance's filestores are made.")
        Filestore filestore,

        @Default("P7D")
        @Size(max = 32)
        @Pattern(Formats.DURATION)
        @JsonPropertyDescription(
                "How long a replaced pair of database and filestore is kept for a rollback: an ISO-8601"
                        + " duration such as P7D or PT12H. PT0S deletes it right after the switch.")
        String retention,

        @JsonPropertyDescription("What a new instance begins with. It is read once.") @Nullable
        InitialSource initialSource) {

    public OdooInstanceSpec {
        fqdns = Formats.list(fqdns);
        instanceType = instanceType == null ? InstanceType.STAGING : instanceType;
        retention = retention == null ? "P7D" : retention;
    }

    /** Where an instance's databases live. */
    @ValidationRule(
            value = "!has(oldSelf.stagingConfig)"
                    + " || (has(self.stagingConfig)"
                    + " && self.stagingConfig.productionInstanceRef == oldSelf.stagingConfig.productionInstanceRef)",
            fieldPath = ".stagingConfig.productionInstanceRef",
            message = "productionInstanceRef is immutable: make another instance for another production")
    public record Database(
            @Required
            @Size(min = 1, max = 63)
            @Pattern(Formats.LABEL)
            @JsonPropertyDescription(
                    "PostgreSQL server of the instance's databases, by its name in the worker's configuration.")
            String server,

            @Size(min = 1, max = 54)
            @Pattern("^[a-zA-Z0-9][a-zA-Z0-9_.-]*$")
            @JsonPropertyDescription("Begins the names of the databases instead of the first host name. Each name still"
                    + " ends in a suffix of its own, for a new database is built beside the one in use.")
            @Nullable
            String nameOverride,

            @Required
            @JsonPropertyDescription(
                    "Secret with the values username and password of the role that Odoo connects as and"
                            + " that owns the databases.")
            ObjectReference roleSecretRef,

            @JsonPropertyDescription("What makes this instance a copy of a production.") @Nullable
            StagingConfig stagingConfig) {}

    /** What makes an instance a copy. */
    public record StagingConfig(
            @Required
            @JsonPropertyDescription("Production that this instance is filled from and reloaded from. It can be given"
                    + " later, and never be changed or taken away.")
            ProductionReference productionInstanceRef,

            @Default("auto")
            @JsonPropertyDescription(
                    "How production's database is copied to fill this instance at first; a reload says it itself."
                            + CopyStrategy.DESCRIPTION)
            CopyStrategy strategy,

            @Default("false") @JsonPropertyDescription(CopyStrategy.ALLOW_FREEZE)
            boolean allowFreeze) {
        public StagingConfig {
            strategy = strategy == null ? CopyStrategy.AUTO : strategy;
        }
    }

    /** How an instance's filestores are made. */
    public record Filestore(
            @Size(min = 1, max = 253)
            @Pattern(Formats.SUBDOMAIN)
            @JsonPropertyDescription("Storage class of new volumes. Absent: that of the volume in use, or else the"
                    + " cluster's default.")
            @Nullable
            String storageClass,

            @Required
            @Size(min = 1, max = 32)
            @Pattern(Formats.QUANTITY)
            @JsonPropertyDescription("Size of a new volume, such as 50Gi.")
            String size,

            @Size(min = 1, max = 1024)
            @Pattern("^/[^:]*$")
            @Default("/var/lib/odoo")
            @JsonPropertyDescription("Where the volume is mounted in Odoo's container: Odoo's data_dir.")
            String mountPath,

            @Size(min = 1, max = 253)
            @Pattern(Formats.SUBDOMAIN)
            @JsonPropertyDescription("Class of the snapshots that volumes are cloned by. Absent: files are copied.")
            @Nullable
            String snapshotClass) {

        public Filestore {
            mountPath = mountPath == null ? "/var/lib/odoo" : mountPath;
        }
    }
}
