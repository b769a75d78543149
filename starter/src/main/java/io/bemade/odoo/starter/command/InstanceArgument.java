package io.bemade.odoo.starter.command;

import io.bemade.odoo.workflows.model.InstanceRef;
import picocli.CommandLine.Parameters;

/** The instance that a command is about. */
public final class InstanceArgument {
    // picocli refuses the command line before it calls a command without its required parameter
    @SuppressWarnings("NullAway.Init")
    @Parameters(
            index = "0",
            paramLabel = "INSTANCE",
            description = "The Odoo instance, namespace/name, such as shop/erp.",
            converter = Converters.Instance.class)
    private InstanceRef instance;

    public InstanceRef value() {
        return instance;
    }
}
