package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.port.BuilderConnections;
import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.trust.CertificateAuthority;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The builder role of one pair, for a process that knows nobody else: a secret with {@code host}, {@code port}, {@code
 * user}, {@code password}, {@code ssl-mode} and, where that verifies by an authority of its own, {@code ca.crt}; read afresh
 * each time.
 *
 * @param secret its name
 */
public record BuilderLogin(StoragePair pair, Secrets secrets, String secret) implements BuilderConnections {
    @Override
    public Connection connectAsBuilder(StoragePair asked) throws SQLException {
        if (!asked.equals(pair)) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "this worker knows the database " + pair + " only, and was asked for " + asked);
        }
        Secret login = secrets.get(pair.instance().namespace(), secret);
        String database = pair.database().value();
        return new Server(
                        pair.server(),
                        login.require("host"),
                        port(login),
                        pair.instance().namespace(),
                        secret,
                        database,
                        login.get("ssl-mode").orElse("prefer"),
                        login.get(CertificateAuthority.KEY).map(there -> secret))
                .connect(secrets, database, login.require("user"), login.require("password"));
    }

    private int port(Secret login) {
        try {
            return Integer.parseInt(login.require("port"));
        } catch (NumberFormatException e) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST, "the port in secret " + secret + " is no number", e);
        }
    }
}
