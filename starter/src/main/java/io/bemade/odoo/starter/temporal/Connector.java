package io.bemade.odoo.starter.temporal;

/** How a command comes to its Temporal. */
@FunctionalInterface
public interface Connector {
    /** @throws io.bemade.odoo.starter.CommandFailed {@code NOT_REACHABLE} when it does not answer within seconds */
    Connection connect(Address address);
}
