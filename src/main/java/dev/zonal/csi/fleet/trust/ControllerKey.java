package dev.zonal.csi.fleet.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The key of a controller, which has the authority: it signs its own certificate, and renews it. */
public final class ControllerKey implements Credentials.Source {
    private final KeyPair pair;
    private final Keeper keeper;
    private final InstantSource clock;
    private Optional<CertificateAuthority> authority = Optional.empty();
    private Optional<X509Certificate> certificate = Optional.empty();

    /** Where the authority is kept: all controllers of a fleet get the same one. */
    @FunctionalInterface
    public interface Keeper {
        /** Makes it where there is none. */
        CertificateAuthority authority() throws IOException, GeneralSecurityException;
    }

    public ControllerKey(Keeper keeper, InstantSource clock) throws GeneralSecurityException {
        this.pair = CertificateAuthority.keyPair();
        this.keeper = keeper;
        this.clock = clock;
    }

    /** @throws IOException where it was not had once yet; later the one that was had stays */
    synchronized CertificateAuthority authority() throws IOException, GeneralSecurityException {
        if (authority.isEmpty()) {
            use(keeper.authority());
        }
        return authority.orElseThrow();
    }

    private void use(CertificateAuthority now) {
        if (!authority.equals(Optional.of(now))) {
            authority = Optional.of(now);
            certificate = Optional.empty();
        }
    }

    @Override
    public synchronized Credentials load() throws IOException, GeneralSecurityException {
        Instant now = clock.instant();
        try {
            use(keeper.authority());
        } catch (IOException unreadable) {
            if (authority.isEmpty()) {
                throw unreadable;
            }
        }
        CertificateAuthority signer = authority.orElseThrow();
        if (certificate.isEmpty() || CertificateAuthority.isDue(certificate.get(), now)) {
            certificate = Optional.of(signer.signController(pair.getPublic(), now));
        }
        return new Credentials(pair.getPrivate(), List.of(certificate.orElseThrow()), List.of(signer.certificate()));
    }
}
