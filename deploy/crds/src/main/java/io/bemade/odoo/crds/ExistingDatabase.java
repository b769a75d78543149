package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A live database that is copied; it is read, never changed. */
public record ExistingDatabase(
        @Required @Size(min = 1, max = 63) @Pattern(Formats.DATABASE) @JsonPropertyDescription("Name of the database.")
        String name,

        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-zA-Z0-9:][a-zA-Z0-9_.:-]*$")
        @JsonPropertyDescription("Host name or address of its PostgreSQL server.")
        String host,

        @Min(1) @Max(65535) @Default("5432") @JsonPropertyDescription("Port of its PostgreSQL server.")
        Integer port,

        @Required
        @JsonPropertyDescription("Secret with the values username and password of a role that can read the database.")
        ObjectReference secretRef) {
    private static final int POSTGRESQL = 5432;

    public ExistingDatabase {
        port = port == null ? POSTGRESQL : port;
    }
}
