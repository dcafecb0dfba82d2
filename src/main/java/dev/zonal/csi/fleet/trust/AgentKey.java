package dev.zonal.csi.fleet.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The key of an agent, made at its start and never written anywhere. Until a controller has signed a certificate for it, its
 * certificate is one that it has signed itself, which nobody believes.
 */
public final class AgentKey implements Credentials.Source {
    private final KeyPair pair;
    private final Path token;
    private final Path authorities;
    private final InstantSource clock;
    private final X509Certificate own;
    private volatile Optional<X509Certificate> signed = Optional.empty();

    /**
     * @param token the file with the token by which it proves to be on that node
     * @param authorities the file with the certificate of the controllers' authority
     */
    public AgentKey(String node, Path token, Path authorities, InstantSource clock) throws GeneralSecurityException {
        this.pair = CertificateAuthority.keyPair();
        this.token = token;
        this.authorities = authorities;
        this.clock = clock;
        this.own = CertificateAuthority.selfSigned(node, pair, clock.instant());
    }

    /**
     * What it wants signed.
     *
     * @param certificate with its name and its key, signed by that key: who has it proves nothing by it
     * @param token a secret
     */
    public record Request(X509Certificate certificate, String token) {
        @Override
        public String toString() {
            return "request of " + certificate.getSubjectX500Principal();
        }
    }

    /** Empty while its certificate is good for long enough. */
    public Optional<Request> request() throws IOException {
        boolean due = signed.map(now -> CertificateAuthority.isDue(now, clock.instant()))
                .orElse(true);
        return due ? Optional.of(new Request(own, Files.readString(token).strip())) : Optional.empty();
    }

    /** Shown from now on; called by controllers, whom the agent believes. */
    public void accept(X509Certificate certificate) throws CertificateException {
        if (!certificate.getPublicKey().equals(pair.getPublic())) {
            throw new CertificateException("it is not the certificate of this agent's key");
        }
        signed = Optional.of(certificate);
    }

    @Override
    public Credentials load() throws IOException, GeneralSecurityException {
        return new Credentials(
                pair.getPrivate(), List.of(signed.orElse(own)), Pem.certificates(Files.readString(authorities)));
    }
}
