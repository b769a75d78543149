package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where the data of a restore comes from: one of the three, as {@code type} says. */
@ValidationRule(
        value = "(self.type == 's3') == has(self.s3)",
        fieldPath = ".s3",
        message = "source.s3 is given when source.type is s3, and only then")
@ValidationRule(
        value = "(self.type == 'existingDatabase') == has(self.existingDatabase)",
        fieldPath = ".existingDatabase",
        message = "source.existingDatabase is given when source.type is existingDatabase, and only then")
@ValidationRule(
        value = "(self.type == 'instance') == has(self.instance)",
        fieldPath = ".instance",
        message = "source.instance is given when source.type is instance, and only then")
public record RestoreSource(
        @Required @JsonPropertyDescription("Kind of source; the field of the same name describes it.")
        SourceType type,

        @JsonPropertyDescription("A backup in S3.") @Nullable
        S3Source s3,

        @JsonPropertyDescription("A live database, which stays as it is.") @Nullable
        ExistingDatabase existingDatabase,

        @JsonPropertyDescription("A live instance, which goes on serving.") @Nullable
        InstanceReference instance) {}
