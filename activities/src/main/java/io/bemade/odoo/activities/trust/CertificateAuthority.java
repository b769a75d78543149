package io.bemade.odoo.activities.trust;

import io.bemade.odoo.activities.port.Secret;
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
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates in PEM, one or several, trusted instead of the system's by the one client that is given them.
 *
 * @param secretName where they come from
 */
public record CertificateAuthority(String secretName, String pem) {
    /** Of a secret. */
    public static final String KEY = "ca.crt";

    public static CertificateAuthority of(Secret secret) {
        return new CertificateAuthority(secret.name(), secret.require(KEY));
    }

    /** @throws OrchestratorException {@code INVALID_REQUEST}, naming the secret, when it holds no certificates */
    public TrustManager[] trustManagers() {
        try {
            return trusting(pem);
        } catch (GeneralSecurityException | IOException e) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    "the value \"" + KEY + "\" of secret " + secretName
                            + " holds no certificate in PEM form: correct it",
                    e);
        }
    }

    /** The same for who does not know where they come from. */
    public static TrustManager[] trusting(String pem) throws GeneralSecurityException, IOException {
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
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    @Override
    public String toString() {
        return "certificate authority of secret " + secretName;
    }
}
