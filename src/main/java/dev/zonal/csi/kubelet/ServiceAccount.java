package dev.zonal.csi.kubelet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Who a pod is to the API server, and how it knows the API server: the two files that kubelet mounts into it. kubelet
 * renews them, so they are read each time.
 */
record ServiceAccount(Path folder) {
    String token() throws IOException {
        return Files.readString(folder.resolve("token")).strip();
    }

    /** Trusts the cluster's own authority and no other. */
    SSLContext trust() throws IOException, GeneralSecurityException {
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        try (InputStream file = Files.newInputStream(folder.resolve("ca.crt"))) {
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                authorities.setCertificateEntry("authority-" + authorities.size(), authority);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), new SecureRandom());
        return context;
    }
}
