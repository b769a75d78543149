package io.bemade.odoo.starter;

import io.bemade.odoo.starter.progress.Failure;
import io.bemade.odoo.starter.temporal.GrpcFailures;
import io.bemade.odoo.workflows.model.Json;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowFailedException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Every way a command can go wrong, as one sentence on standard error and an exit code. Where JSON was asked for, the
 * document on standard output says the same.
 */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private record Report(int exitCode, String sentence) {}

    private final Surroundings world;

    Errors(Surroundings world) {
        this.world = world;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        Report report = report(thrown);
        say(report, parsed.originalArgs());
        if (parsed.originalArgs().contains("--verbose")) {
            thrown.printStackTrace(world.err());
        }
        return report.exitCode();
    }

    @Override
    public int handleParseException(ParameterException thrown, String[] args) {
        CommandLine command = thrown.getCommandLine();
        say(new Report(ExitCode.WRONG_USAGE, String.valueOf(thrown.getMessage())), Arrays.asList(args));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(thrown, world.err())) {
            world.err().println("See " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.WRONG_USAGE;
    }

    private void say(Report report, List<String> args) {
        world.err().println(report.sentence());
        world.err().flush();
        if (wantsJson(args)) {
            world.out()
                    .println(Json.mapper()
                            .valueToTree(Map.of(
                                    "error", Map.of("exitCode", report.exitCode(), "message", report.sentence())))
                            .toString());
            world.out().flush();
        }
    }

    private static boolean wantsJson(List<String> args) {
        return String.join(" ", args).matches("(?s).*(^| )(-o|--output)[ =]?json( .*|$)");
    }

    private static Report report(Exception thrown) {
        if (thrown instanceof CommandFailed failed) {
            return new Report(failed.exitCode(), String.valueOf(failed.getMessage()));
        }
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new Report(ExitCode.INTERRUPTED, "Interrupted");
        }
        if (thrown instanceof WorkflowFailedException) {
            Failure failure = Failure.of(thrown);
            return new Report(ExitCode.FAILED, failure.message() + " [" + failure.type() + "]");
        }
        return GrpcFailures.find(thrown)
                .map(Errors::report)
                .orElseGet(() -> new Report(
                        ExitCode.FAILED, "Unexpected: " + thrown + "; --verbose shows where, please report it"));
    }

    private static Report report(StatusRuntimeException thrown) {
        String words = GrpcFailures.words(thrown);
        return switch (thrown.getStatus().getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED ->
                new Report(ExitCode.NOT_REACHABLE, "Temporal does not answer any more: " + words);
            case NOT_FOUND ->
                new Report(
                        ExitCode.NOT_REACHABLE, "Temporal says: " + words + "; check --namespace and the workflow id");
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                new Report(ExitCode.NOT_REACHABLE, "Temporal does not let us in: " + words);
            default -> new Report(ExitCode.FAILED, "Temporal refuses: " + words);
        };
    }
}
