package dev.zonal.csi.fleet.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a process shows of itself, and whom it believes.
 *
 * @param key its private key
 * @param chain its certificate, with those between it and the authority
 * @param authorities those who may have signed the certificates of others
 */
public record Credentials(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {
    public Credentials {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    /** Where they come from; asked again and again, since certificates are renewed. */
    @FunctionalInterface
    public interface Source {
        Credentials load() throws IOException, GeneralSecurityException;
    }
}
