package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What a new instance begins with: one of the two, as {@code type} says. */
@ValidationRule(
        value = "(self.type == 's3') == has(self.s3)",
        fieldPath = ".s3",
        message = "initialSource.s3 is given when initialSource.type is s3, and only then")
@ValidationRule(
        value = "(self.type == 'existingDatabase') == has(self.existingDatabase)",
        fieldPath = ".existingDatabase",
        message = "initialSource.existingDatabase is given when initialSource.type is existingDatabase, and only then")
public record InitialSource(
        @Required @JsonPropertyDescription("Kind of source; the field of the same name describes it.")
        InitialSourceType type,

        @JsonPropertyDescription("A backup in S3.") @Nullable
        S3Source s3,

        @JsonPropertyDescription("A live database, which stays as it is.") @Nullable
        ExistingDatabase existingDatabase) {}
