package dev.zonal.csi.fleet.trust;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes X.509 certificates of version 3 (RFC 5280) for keys on the curve P-256, signed with ECDSA and SHA-256 (RFC 5758).
 * The JDK reads such certificates and can't make one; a library for it would be a tenth of the image.
 */
final class X509Builder {
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final int DNS_NAME = 2;

    private static final BigInteger VERSION_3 = BigInteger.TWO;
    private static final int SERIAL_BITS = 120;
    private static final int FIRST_YEAR_OF_LONG_DATES = 2050;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter GENERALIZED =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** What its holder may do with it, by the identifier of its extended key usage. */
    enum Purpose {
        SERVER("1.3.6.1.5.5.7.3.1"),
        CLIENT("1.3.6.1.5.5.7.3.2");

        private final String identifier;

        Purpose(String identifier) {
            this.identifier = identifier;
        }
    }

    /** When a certificate is valid. */
    record Validity(Instant from, Instant to) {}

    private final SecureRandom random = new SecureRandom();

    /** The certificate of an authority, which has signed it itself. */
    X509Certificate authority(String name, PublicKey key, PrivateKey own, Validity validity)
            throws GeneralSecurityException {
        List<byte[]> extensions = List.of(
                critical(BASIC_CONSTRAINTS, Der.sequence(Der.truth())),
                // keyCertSign, the sixth bit.
                critical(KEY_USAGE, Der.bits(2, new byte[] {0x04})));
        return signed(name, name, key, own, validity, extensions);
    }

    /** A certificate with one name (subjectAltName, DNS). */
    X509Certificate named(
            String issuer, String name, PublicKey key, PrivateKey issuers, Validity validity, Purpose purpose)
            throws GeneralSecurityException {
        List<byte[]> extensions = List.of(
                critical(BASIC_CONSTRAINTS, Der.sequence()),
                // digitalSignature, the first bit.
                critical(KEY_USAGE, Der.bits(7, new byte[] {(byte) 0x80})),
                extension(EXTENDED_KEY_USAGE, Der.sequence(Der.identifier(purpose.identifier))),
                extension(
                        SUBJECT_ALTERNATIVE_NAME,
                        Der.sequence(Der.implicit(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII)))));
        return signed(issuer, name, key, issuers, validity, extensions);
    }

    private X509Certificate signed(
            String issuer,
            String subject,
            PublicKey key,
            PrivateKey issuers,
            Validity validity,
            List<byte[]> extensions)
            throws GeneralSecurityException {
        List<byte[]> fields = new ArrayList<>();
        fields.add(Der.tagged(0, Der.integer(VERSION_3)));
        fields.add(Der.integer(new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE)));
        fields.add(ECDSA_WITH_SHA256);
        fields.add(commonName(issuer));
        fields.add(Der.sequence(time(validity.from()), time(validity.to())));
        fields.add(commonName(subject));
        fields.add(key.getEncoded());
        fields.add(Der.tagged(3, Der.sequence(extensions)));
        byte[] signedPart = Der.sequence(fields);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuers, random);
        signature.update(signedPart);
        byte[] whole = Der.sequence(signedPart, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] commonName(String name) {
        return Der.sequence(Der.set(Der.sequence(Der.identifier(COMMON_NAME), Der.text(name))));
    }

    private static byte[] time(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).getYear() < FIRST_YEAR_OF_LONG_DATES
                ? Der.utcTime(UTC.format(instant))
                : Der.generalizedTime(GENERALIZED.format(instant));
    }

    private static byte[] critical(String identifier, byte[] content) {
        return Der.sequence(Der.identifier(identifier), Der.truth(), Der.octets(content));
    }

    private static byte[] extension(String identifier, byte[] content) {
        return Der.sequence(Der.identifier(identifier), Der.octets(content));
    }
}
