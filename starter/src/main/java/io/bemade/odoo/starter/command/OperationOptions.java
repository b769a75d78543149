package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.workflows.operation.IfBusy;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What every operation that changes an instance can be told. */
public final class OperationOptions {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @Option(
            names = "--retention",
            paramLabel = "TIME",
            description =
                    "How long the pair that is replaced is kept, such as 7d or P7D (default: as the instance says).",
            converter = Converters.Time.class,
            order = 50)
    private Optional<Duration> retention = Optional.empty();

    @Option(
            names = "--if-busy",
            paramLabel = "WHAT",
            description = "While another operation holds the instance: queue (the default) or fail.",
            converter = Converters.Busy.class,
            completionCandidates = Converters.BusyWords.class,
            order = 51)
    private Optional<IfBusy> ifBusy = Optional.empty();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Not before this time: 2026-11-21T02:00Z, \"2026-11-21 02:00\" or 02:00 (local time).",
            order = 52)
    private Optional<String> at = Optional.empty();

    @Option(
            names = "--request",
            paramLabel = "NAME",
            description = "A name for this request: the same name again attaches to the same operation instead of"
                    + " starting a second one (default: a new name).",
            order = 53)
    private Optional<String> request = Optional.empty();

    @Option(
            names = "--dry-run",
            description = "Check the request, print what would be sent, and start nothing.",
            order = 54)
    private boolean dryRun;

    public Optional<Duration> retention() {
        return retention;
    }

    public Optional<IfBusy> ifBusy() {
        return ifBusy;
    }

    public boolean dryRun() {
        return dryRun;
    }

    public Optional<Instant> scheduledTime(Clock clock) {
        return at.map(text -> StartTime.parse(text, clock));
    }

    /** What the workflow id ends with. A new name tells when it was made. */
    public String requestName(Clock clock) {
        request.filter(name -> !NAME.matcher(name).matches()).ifPresent(name -> {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "--request \"" + name + "\" is not a name: use letters, digits, '.', '_' and '-', at most 100");
        });
        return request.orElseGet(() -> STAMP.format(clock.instant()) + "-" + random());
    }

    private static String random() {
        byte[] bytes = new byte[3];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
