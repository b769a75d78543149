package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.kubernetes.Arguments.Option;
import io.bemade.odoo.activities.port.DatabaseFilter;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A container that runs Odoo, and how it is told which database to use: by arguments, which win, or by variables.
 *
 * @param where the Deployment, as a person says it
 */
record OdooContainer(Container container, VariableNames names, String where) {
    private static final Set<String> NOTHING = Set.of("", "False", "None");
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash");
    private static final String NO_LIST = "--no-database-list";

    /**
     * The database that it names; empty when it names none.
     *
     * @throws OrchestratorException {@code INVALID_REQUEST} when that cannot be known from the Deployment alone
     */
    Optional<String> database() {
        Optional<String> argument = argument(Option.DATABASE);
        Optional<String> written = argument.isPresent() ? argument : variable();
        if (written.isEmpty()) {
            refuseUnknown();
        }
        return written.map(this::expanded).filter(value -> !NOTHING.contains(value));
    }

    private Optional<String> variable() {
        return new Variables(container)
                .get(names.database())
                .map(declared -> declared.getValueFrom() == null
                        ? Optional.ofNullable(declared.getValue()).orElse("")
                        : "$(" + names.database() + ")");
    }

    private String expanded(String written) {
        return new Variables(container)
                .expand(written)
                .orElseThrow(() -> refused("takes its database from outside of the Deployment (" + written
                        + "): give the value of the variable in the Deployment"));
    }

    private void refuseUnknown() {
        if (names.chosen() && new Variables(container).hasMore()) {
            throw refused("may take " + names.database()
                    + " from a ConfigMap or a Secret (envFrom): give the value of the variable in the Deployment");
        }
        if (!names.chosen() && runsScript()) {
            throw refused("runs a shell's script, which cannot be understood: give Odoo's options as arguments of"
                    + " their own, or name the variable that holds the database in the annotation "
                    + VariableNames.DATABASE);
        }
    }

    private boolean runsScript() {
        List<String> words = container.getCommand().isEmpty() ? container.getArgs() : container.getCommand();
        return !words.isEmpty()
                && SHELLS.contains(words.get(0).substring(words.get(0).lastIndexOf('/') + 1));
    }

    Optional<String> argument(Option option) {
        Optional<String> argument = new Arguments(container.getArgs()).get(option);
        return argument.isPresent() ? argument : new Arguments(container.getCommand()).get(option);
    }

    /** Made to use this database, and no other; never its own list of databases. */
    Container pointed(DatabaseName database) {
        database();
        boolean variables = names.chosen()
                || (argument(Option.DATABASE).isEmpty() && new Variables(container).declares(names.database()));
        String filter = DatabaseFilter.exactly(database);
        return set(Option.DATABASE, names.database(), database.value(), variables)
                .then(other -> other.set(Option.FILTER, names.filter(), filter, variables))
                .then(other -> other.unlisted(variables))
                .container();
    }

    /** The same for another container of the pod, which follows with what it has. */
    Container followed(DatabaseName database) {
        String filter = DatabaseFilter.exactly(database);
        OdooContainer renamed = set(Option.DATABASE, names.database(), database.value(), true);
        return renamed.has(Option.FILTER, names.filter())
                ? renamed.set(Option.FILTER, names.filter(), filter, true).container()
                : renamed.container();
    }

    private boolean has(Option option, String variable) {
        return argument(option).isPresent() || new Variables(container).declares(variable);
    }

    private OdooContainer then(java.util.function.UnaryOperator<OdooContainer> change) {
        return change.apply(this);
    }

    /** A variable that is there, or wanted, gets the value; an argument that says something else does, too. */
    private OdooContainer set(Option option, String variable, String value, boolean wanted) {
        Variables variables = new Variables(container);
        boolean argued = argument(option).isPresent();
        boolean declared = variables.declares(variable) || (wanted && !argued);
        OdooContainer changed = declared ? with(variables.with(variable, value)) : this;
        boolean says = changed.argument(option)
                .flatMap(new Variables(changed.container)::expand)
                .filter(value::equals)
                .isPresent();
        return (argued && !says) || (!argued && !declared)
                ? changed.withArgument(option, Expansion.literally(value))
                : changed;
    }

    private OdooContainer withArgument(Option option, String value) {
        Arguments command = new Arguments(container.getCommand());
        Arguments args = new Arguments(container.getArgs());
        boolean inCommand = command.get(option).isPresent() && args.get(option).isEmpty();
        return inCommand
                ? with(new ContainerBuilder(container)
                        .withCommand(command.with(option, value).words())
                        .build())
                : with(new ContainerBuilder(container)
                        .withArgs(args.with(option, value).words())
                        .build());
    }

    private OdooContainer unlisted(boolean byVariable) {
        if (new Arguments(container.getArgs()).has(NO_LIST) || new Arguments(container.getCommand()).has(NO_LIST)) {
            return this;
        }
        return byVariable
                ? with(new Variables(container).with(names.list(), "False"))
                : with(new ContainerBuilder(container)
                        .withArgs(
                                new Arguments(container.getArgs()).with(NO_LIST).words())
                        .build());
    }

    private OdooContainer with(Container changed) {
        return new OdooContainer(changed, names, where);
    }

    private OrchestratorException refused(String why) {
        return new OrchestratorException(
                ErrorCode.INVALID_REQUEST, "container " + container.getName() + " of " + where + " " + why);
    }
}
