package io.bemade.odoo.starter.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bemade.odoo.starter.BuildVersion;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.workflows.model.Json;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every command has: help, version, the form of its output, and its exit codes in the help. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the operation failed, or something was found to be wrong",
            "2:wrong usage, or a request that is not valid",
            "3:Temporal, or a worker, cannot be reached",
            "4:another operation holds the instance (--if-busy fail)",
            "5:the operation was cancelled",
            "130:interrupted (Ctrl-C)"
        },
        footerHeading = "%nExamples:%n")
public final class StandardOptions {
    /** What the output is for. */
    public enum Format {
        /** People. */
        TEXT,
        /** Programs: one document, and nothing else on standard output. */
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description =
                    "text for people, json for programs (default: ${DEFAULT-VALUE}); one of: ${COMPLETION-CANDIDATES}",
            converter = Converters.Output.class,
            order = 100)
    private Format output = Format.TEXT;

    @Option(names = "--verbose", description = "Show where an error came from.", order = 101)
    private boolean verbose;

    public boolean json() {
        return output == Format.JSON;
    }

    public boolean verbose() {
        return verbose;
    }

    /** The one document that a command prints. */
    public static void print(Surroundings world, Object document) {
        try {
            world.out().println(Json.mapper().writeValueAsString(document));
            world.out().flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer could not be written as JSON", e);
        }
    }
}
