package dev.zonal.csi.fleet.wire;

import io.grpc.util.AdvancedTlsX509TrustManager.SslSocketAndEnginePeerVerifier;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/** Believes a peer whose certificate, valid already, has that name (subjectAltName, DNS; RFC 5280, section 4.2.1.6). */
record NamedPeer(String name) implements SslSocketAndEnginePeerVerifier {
    private static final Integer DNS_NAME = 2;

    @Override
    public void verifyPeerCertificate(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        verify(chain);
    }

    @Override
    public void verifyPeerCertificate(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        verify(chain);
    }

    private void verify(X509Certificate[] chain) throws CertificateException {
        List<String> names = Optional.ofNullable(chain[0].getSubjectAlternativeNames()).stream()
                .flatMap(Collection::stream)
                .filter(entry -> DNS_NAME.equals(entry.getFirst()))
                .map(entry -> String.valueOf(entry.get(1)))
                .toList();
        if (!names.contains(name)) {
            throw new CertificateException("the peer is " + names + ", and only '" + name + "' may ask here");
        }
    }
}
