package dev.zonal.csi.fleet.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the authority signs, as the JDK reads and validates it. */
final class CertificateAuthorityTest {
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-11-29T00:00:00Z", "2039-12-31T23:59:59Z", "2049-12-31T12:00:00Z", "2055-06-01T00:00:00Z"})
    void isValidatedByTheJdk(String day) throws Exception {
        Instant now = Instant.parse(day);
        CertificateAuthority authority = CertificateAuthority.make(now);
        KeyPair pair = CertificateAuthority.keyPair();

        X509Certificate signed = authority.signAgent("n1", pair.getPublic(), now);

        validate(signed, authority, now);
        assertThat(signed.getPublicKey()).isEqualTo(pair.getPublic());
        assertThat(signed.getSubjectAlternativeNames()).containsExactly(List.of(2, "n1"));
        assertThat(signed.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(signed.getKeyUsage()[0]).isTrue();
        assertThat(authority.certificate().getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(authority.certificate().getKeyUsage()[5]).as("keyCertSign").isTrue();
    }

    private static void validate(X509Certificate signed, CertificateAuthority authority, Instant now) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(signed)), parameters);
    }

    @Test
    void theCertificatesOfAgentsOpenNoDoorsOfControllers() throws Exception {
        Instant now = Instant.now();
        CertificateAuthority authority = CertificateAuthority.make(now);
        KeyPair pair = CertificateAuthority.keyPair();

        assertThat(authority.signAgent("n1", pair.getPublic(), now).getExtendedKeyUsage())
                .containsExactly(SERVER);
        assertThat(authority.signController(pair.getPublic(), now).getExtendedKeyUsage())
                .containsExactly(CLIENT);
        assertThatThrownBy(() -> authority.signAgent("zonal-controller", pair.getPublic(), now))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("no node may be called");
    }

    @Test
    void lastsForADayAndIsRenewedAfterHalfOfIt() throws Exception {
        Instant now = Instant.parse("2026-11-29T00:00:00Z");
        CertificateAuthority authority = CertificateAuthority.make(now);

        X509Certificate signed =
                authority.signAgent("n1", CertificateAuthority.keyPair().getPublic(), now);

        assertThat(signed.getNotAfter()).isEqualTo(Date.from(now.plus(Duration.ofHours(24))));
        assertThat(CertificateAuthority.isDue(signed, now.plus(Duration.ofHours(11))))
                .isFalse();
        assertThat(CertificateAuthority.isDue(signed, now.plus(Duration.ofHours(12))))
                .isTrue();
        assertThatThrownBy(() -> validate(signed, authority, now.plus(Duration.ofHours(25))))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void ofTwoAuthoritiesNoneAnswersForTheOther() throws Exception {
        Instant now = Instant.now();
        X509Certificate signed = CertificateAuthority.make(now)
                .signAgent("n1", CertificateAuthority.keyPair().getPublic(), now);

        assertThatThrownBy(() -> validate(signed, CertificateAuthority.make(now), now))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void isTheSameAsText() throws Exception {
        CertificateAuthority authority = CertificateAuthority.make(Instant.now());

        assertThat(Pem.certificates(Pem.of(authority.certificate()))).containsExactly(authority.certificate());
        assertThat(Pem.key(Pem.of(authority.key()))).isEqualTo(authority.key());
        assertThatThrownBy(() -> Pem.key("no key")).hasMessageContaining("private key");
    }
}
