package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.trust.CertificateAuthority;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a PostgreSQL server is, and as whom we administer it.
 *
 * @param namespace whose secret {@code secretRef} is
 * @param secretRef secret with {@code username} and {@code password} of a role that may create databases and roles; it is
 *     no superuser and never touches rows as itself
 * @param database where the administrator connects when no other database is meant
 * @param sslMode as libpq has it: {@code prefer}, {@code require}, {@code verify-full}…
 * @param caSecretRef secret, in the same namespace, whose {@code ca.crt} alone is trusted to sign the server's certificate;
 *     absent = where the driver looks for it. It counts when {@code sslMode} verifies
 */
public record Server(
        String name,
        String host,
        int port,
        String namespace,
        String secretRef,
        String database,
        String sslMode,
        Optional<String> caSecretRef) {
    /** What a server says of a database that lets nobody in; elsewhere it means that something will never work. */
    private static final String NOT_NOW = "55000";

    private static final String CANNOT_CONNECT_NOW = "57P03";

    /**
     * A copy or a load takes as long as it takes, whatever limits a server or a role has for sessions; but when we are gone
     * without a word, the server gives up soon what we hold.
     */
    private static final String SETTINGS = """
            SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings
             WHERE name IN ('statement_timeout', 'transaction_timeout', 'lock_timeout', 'idle_session_timeout',
                            'idle_in_transaction_session_timeout') AND setting <> '0'
            UNION ALL SELECT pg_catalog.set_config(name, setting, false)
              FROM (VALUES ('tcp_keepalives_idle', '30'), ('tcp_keepalives_interval', '10'),
                           ('tcp_keepalives_count', '6'), ('tcp_user_timeout', '90000')) watch (name, setting)
            """;

    /** A connection as the administrator, in the maintenance database. The secret is read afresh. */
    Connection admin(Secrets secrets) throws SQLException {
        return admin(secrets, database);
    }

    Connection admin(Secrets secrets, String into) throws SQLException {
        Secret login = secrets.get(namespace, secretRef);
        return connect(secrets, into, login.require("username"), login.require("password"));
    }

    /**
     * What signs the server's certificate, in PEM. The secret is read afresh.
     *
     * @throws io.bemade.odoo.workflows.model.OrchestratorException naming the secret, when it holds no certificates
     */
    Optional<String> authority(Secrets secrets) {
        return caSecretRef.filter(there -> sslMode.startsWith("verify-")).map(secret -> {
            CertificateAuthority authority = CertificateAuthority.of(secrets.get(namespace, secret));
            authority.trustManagers();
            return authority.pem();
        });
    }

    /** A session with settings of ours, whatever the server or the role has for others. */
    Connection connect(Secrets secrets, String into, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", sslMode);
        authority(secrets).ifPresent(pem -> {
            properties.setProperty("sslfactory", AuthoritySocketFactory.class.getName());
            properties.setProperty("sslfactoryarg", pem);
        });
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "20");
        properties.setProperty("socketFactory", WatchfulSocketFactory.class.getName());
        properties.setProperty("tcpKeepAlive", "true"); // else the driver turns it off again
        // Details of an error quote rows.
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("ApplicationName", "odooctl");
        properties.setProperty("assumeMinServerVersion", "12");
        Connection connection = open(into, properties);
        try {
            Sql.column(connection, SETTINGS);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection open(String into, Properties properties) throws SQLException {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://" + host + ":" + port + "/" + encoded(into), properties);
        } catch (SQLException e) {
            throw NOT_NOW.equals(e.getSQLState()) ? new SQLException(e.getMessage(), CANNOT_CONNECT_NOW, e) : e;
        }
    }

    private static String encoded(String name) {
        return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "PostgreSQL server " + name + " (" + host + ":" + port + ")";
    }
}
