package dev.zonal.csi.fleet.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Writes X.509 certificates of version 3 (RFC 5280) for keys on elliptic curves, signed with ECDSA and SHA-256 (RFC 5758).
 * The JDK reads such certificates and can't make one; Bouncy Castle's classes for it are loaded by whoever makes one.
 */
final class X509Builder {
    private static final int SERIAL_BITS = 120;

    /** What its holder may do with it. */
    enum Purpose {
        SERVER(KeyPurposeId.id_kp_serverAuth),
        CLIENT(KeyPurposeId.id_kp_clientAuth);

        private final KeyPurposeId identifier;

        Purpose(KeyPurposeId identifier) {
            this.identifier = identifier;
        }
    }

    /** When a certificate is valid. */
    record Validity(Instant from, Instant to) {}

    private final SecureRandom random = new SecureRandom();

    /** The certificate of an authority, which has signed it itself. */
    X509Certificate authority(String name, PublicKey key, PrivateKey own, Validity validity)
            throws GeneralSecurityException {
        try {
            X509v3CertificateBuilder certificate = begun(name, name, key, validity)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            return signed(certificate, own);
        } catch (IOException | OperatorCreationException refused) {
            throw new CertificateException(refused);
        }
    }

    /** A certificate with one name (subjectAltName, DNS). */
    X509Certificate named(
            String issuer, String name, PublicKey key, PrivateKey issuers, Validity validity, Purpose purpose)
            throws GeneralSecurityException {
        try {
            X509v3CertificateBuilder certificate = begun(issuer, name, key, validity)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose.identifier))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            return signed(certificate, issuers);
        } catch (IOException | OperatorCreationException refused) {
            throw new CertificateException(refused);
        }
    }

    private X509v3CertificateBuilder begun(String issuer, String subject, PublicKey key, Validity validity) {
        return new JcaX509v3CertificateBuilder(
                commonName(issuer),
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(validity.from()),
                Date.from(validity.to()),
                commonName(subject),
                key);
    }

    private X509Certificate signed(X509v3CertificateBuilder certificate, PrivateKey issuers)
            throws OperatorCreationException, CertificateException {
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setSecureRandom(random)
                        .build(issuers)));
    }

    private static X500Name commonName(String name) {
        return new X500NameBuilder().addRDN(BCStyle.CN, name).build();
    }
}
