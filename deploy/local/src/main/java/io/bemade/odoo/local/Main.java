package io.bemade.odoo.local;

import io.bemade.odoo.starter.Logs;
import io.bemade.odoo.starter.Odooctl;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.temporal.TemporalConnector;
import java.util.List;
import java.util.Set;

/** The program {@code odooctl}: the starter's commands, and those of one host. */
public final class Main {
    private static final Set<String> SERVICES = Set.of("worker", "watch-resources");

    private Main() {}

    public static void main(String[] args) {
        Logs.of(List.of(args), SERVICES);
        Surroundings world = Surroundings.ofThisProcess(new TemporalConnector());
        System.exit(Odooctl.commandLine(world)
                .addSubcommand(new DemoCommand(world))
                .addSubcommand(new SampleCommand(world))
                .addSubcommand(new WorkerCommand())
                .execute(args));
    }
}
