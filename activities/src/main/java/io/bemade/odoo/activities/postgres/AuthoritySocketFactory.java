package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
        context.init(null, trusting(pem).getTrustManagers(), null);
        factory = context.getSocketFactory();
    }

    private static TrustManagerFactory trusting(String pem) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("no certificate");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }

    /** @throws OrchestratorException {@code INVALID_REQUEST}, naming the secret, when it holds no certificates */
    static String checked(String secret, String pem) {
        try {
            trusting(pem);
            return pem;
        } catch (GeneralSecurityException | IOException e) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    "the value \"" + Server.AUTHORITY + "\" of secret " + secret
                            + " holds no certificate in PEM form: correct it",
                    e);
        }
    }
}
