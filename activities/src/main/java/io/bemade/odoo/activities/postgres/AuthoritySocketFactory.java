package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.trust.CertificateAuthority;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.postgresql.ssl.WrappedFactory;

/**
 * Trusts the authorities that it is given, and no other. The driver itself knows files only; ours are in a secret, which is
 * read afresh. The name in the certificate is the driver's to check, as {@code sslmode} says.
 */
public final class AuthoritySocketFactory extends WrappedFactory {
    /**
     * Made by the driver.
     *
     * @param pem certificates, one or several
     */
    public AuthoritySocketFactory(String pem) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, CertificateAuthority.trusting(pem), null);
        factory = context.getSocketFactory();
    }
}
