package dev.zonal.csi.fleet.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.fleet.trust.TokenReviewer.Bearer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a controller signs a certificate for. */
final class RegistrationTest {
    private static final String AGENTS = "system:serviceaccount:zonal:zonal-node";
    private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");

    private static final Map<String, Bearer> TOKENS = Map.of(
            "of-n1", new Bearer(AGENTS, "n1"),
            "of-n2", new Bearer(AGENTS, "n2"),
            "of-a-shop", new Bearer("system:serviceaccount:shop:default", "n1"),
            "of-no-pod", new Bearer(AGENTS, ""),
            "of-a-node-called-controller", new Bearer(AGENTS, "zonal-controller"));

    @TempDir
    Path folder;

    private CertificateAuthority authority;
    private Registration registration;
    private Path token;
    private Instant now = NOW;

    @BeforeEach
    void begin() throws Exception {
        authority = CertificateAuthority.make(NOW);
        registration = new Registration(
                new ControllerKey(() -> authority, () -> now), RegistrationTest::review, AGENTS, () -> now);
        token = folder.resolve("token");
        Files.writeString(folder.resolve("ca.crt"), Pem.of(authority.certificate()));
    }

    private static Bearer review(String token) throws GeneralSecurityException {
        return Optional.ofNullable(TOKENS.get(token))
                .orElseThrow(() -> new CertificateException("its token is not valid"));
    }

    private AgentKey agent(String node, String itsToken) throws Exception {
        Files.writeString(token, itsToken + "\n");
        return new AgentKey(node, token, folder.resolve("ca.crt"), () -> now);
    }

    private void assertRefused(String asked, AgentKey agent, String reason) throws Exception {
        AgentKey.Request request = agent.request().orElseThrow();
        assertThatThrownBy(() -> registration.sign(asked, request))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("of-");
        assertThat(request.toString()).doesNotContain("of-");
    }

    @Test
    void anAgentGetsTheCertificateOfItsNode() throws Exception {
        AgentKey agent = agent("n1", "of-n1");

        X509Certificate signed = registration.sign("n1", agent.request().orElseThrow());
        agent.accept(signed);

        signed.verify(authority.certificate().getPublicKey());
        assertThat(agent.load().chain()).containsExactly(signed);
        assertThat(agent.load().authorities()).containsExactly(authority.certificate());
        assertThat(agent.request()).as("it needs no other").isEmpty();
    }

    @Test
    void itWantsAnotherOneAfterHalfOfItsLife() throws Exception {
        AgentKey agent = agent("n1", "of-n1");
        agent.accept(registration.sign("n1", agent.request().orElseThrow()));

        now = NOW.plus(Duration.ofHours(13));
        X509Certificate renewed = registration.sign("n1", agent.request().orElseThrow());
        agent.accept(renewed);

        assertThat(agent.load().chain()).containsExactly(renewed);
        assertThat(renewed.getNotAfter().toInstant()).isEqualTo(now.plus(Duration.ofHours(24)));
    }

    @Test
    void whoHasNoTokenIsRefused() throws Exception {
        assertRefused("n1", agent("n1", ""), "it has no token");
    }

    @Test
    void aTokenThatIsNotValidIsRefused() throws Exception {
        assertRefused("n1", agent("n1", "stolen-long-ago"), "its token is not valid");
    }

    @Test
    void theTokenOfAnotherNodeIsRefused() throws Exception {
        assertRefused("n1", agent("n1", "of-n2"), "its token is of the node 'n2'");
    }

    @Test
    void theNameOfAnotherNodeIsRefused() throws Exception {
        assertRefused("n2", agent("n1", "of-n2"), "it wants the names [n1]");
    }

    @Test
    void anotherServiceAccountIsRefused() throws Exception {
        assertRefused("n1", agent("n1", "of-a-shop"), "system:serviceaccount:shop:default");
    }

    @Test
    void aTokenOfNoPodIsRefused() throws Exception {
        assertRefused("n1", agent("n1", "of-no-pod"), "of no pod");
    }

    @Test
    void noNodeBecomesAController() throws Exception {
        assertRefused(
                "zonal-controller",
                agent("zonal-controller", "of-a-node-called-controller"),
                "no node may be called 'zonal-controller'");
    }

    @Test
    void aCertificateForAnotherKeyIsNotTaken() throws Exception {
        AgentKey other = agent("n1", "of-n1");
        X509Certificate signed = registration.sign("n1", other.request().orElseThrow());
        AgentKey agent = agent("n1", "of-n1");

        assertThatThrownBy(() -> agent.accept(signed)).hasMessageContaining("not the certificate of this agent's key");
        assertThat(agent.request()).isPresent();
    }

    @Test
    void aControllerGoesOnWithTheAuthorityThatItHadWhileKubernetesIsAway() throws Exception {
        boolean[] away = {false};
        InstantSource clock = () -> now;
        ControllerKey controller = new ControllerKey(
                () -> {
                    if (away[0]) {
                        throw new IOException("no route to host");
                    }
                    return authority;
                },
                clock);
        Credentials before = controller.load();

        away[0] = true;
        now = NOW.plus(Duration.ofHours(1));
        assertThat(controller.load()).isEqualTo(before);
        now = NOW.plus(Duration.ofHours(13));
        assertThat(controller.load().chain()).isNotEqualTo(before.chain());

        away[0] = false;
        authority = CertificateAuthority.make(now);
        assertThat(controller.load().authorities()).containsExactly(authority.certificate());
    }
}
