package dev.zonal.csi.fleet.trust;

import dev.zonal.csi.fleet.trust.X509Builder.Purpose;
import dev.zonal.csi.fleet.trust.X509Builder.Validity;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The certificate authority of a fleet: what it signs is believed by all controllers and agents.
 *
 * @param key its private key, which controllers alone have
 */
public record CertificateAuthority(PrivateKey key, X509Certificate certificate) {
    /** The name (subjectAltName, DNS) in the certificate of every controller. */
    public static final String CONTROLLER = "zonal-controller";

    static final Duration LEAF_LIFE = Duration.ofHours(24);

    private static final Duration OWN_LIFE = Duration.ofDays(3650);

    /** Clocks of two machines may differ by that much. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** A new one, whose name no other has: two of them are never taken for each other. */
    public static CertificateAuthority make(Instant now) throws GeneralSecurityException {
        KeyPair pair = keyPair();
        Validity validity = new Validity(now.minus(CLOCK_SKEW), now.plus(OWN_LIFE));
        return new CertificateAuthority(
                pair.getPrivate(),
                new X509Builder()
                        .authority(
                                "zonal-authority-" + UUID.randomUUID(), pair.getPublic(), pair.getPrivate(), validity));
    }

    static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** Of a key without a signature of anybody: whoever has the key can make it, and nobody believes it by itself. */
    static X509Certificate selfSigned(String name, KeyPair pair, Instant now) throws GeneralSecurityException {
        return new X509Builder()
                .named(name, name, pair.getPublic(), pair.getPrivate(), leafValidity(now), Purpose.SERVER);
    }

    /** @throws CertificateException for the name of controllers: with it, a node could command the others */
    X509Certificate signAgent(String node, PublicKey agents, Instant now) throws GeneralSecurityException {
        if (node.equals(CONTROLLER)) {
            throw new CertificateException("no node may be called '" + CONTROLLER + "': that is what controllers are");
        }
        return sign(node, agents, now, Purpose.SERVER);
    }

    X509Certificate signController(PublicKey controllers, Instant now) throws GeneralSecurityException {
        return sign(CONTROLLER, controllers, now, Purpose.CLIENT);
    }

    private X509Certificate sign(String name, PublicKey whose, Instant now, Purpose purpose)
            throws GeneralSecurityException {
        String own = certificate.getSubjectX500Principal().getName().replaceFirst("^CN=", "");
        return new X509Builder().named(own, name, whose, key, leafValidity(now), purpose);
    }

    private static Validity leafValidity(Instant now) {
        return new Validity(now.minus(CLOCK_SKEW), now.plus(LEAF_LIFE));
    }

    /** Whether half of a certificate's life is over: then there is time for many tries to renew it. */
    static boolean isDue(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotAfter().toInstant().minus(LEAF_LIFE.dividedBy(2)));
    }
}
