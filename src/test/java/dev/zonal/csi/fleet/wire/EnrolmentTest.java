package dev.zonal.csi.fleet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.fleet.FleetNode;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.fleet.trust.AgentKey;
import dev.zonal.csi.fleet.trust.CertificateAuthority;
import dev.zonal.csi.fleet.trust.ControllerKey;
import dev.zonal.csi.fleet.trust.Pem;
import dev.zonal.csi.fleet.trust.Registration;
import dev.zonal.csi.fleet.trust.TokenReviewer.Bearer;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.PortSecurity;
import dev.zonal.csi.server.PortServer;
import dev.zonal.csi.server.ServerThreads;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How an agent gets its certificate from a controller, over real connections, and who does not get one. */
@Timeout(120)
@ExtendWith(QuietLogs.class)
class EnrolmentTest {
    private static final String AGENTS = "system:serviceaccount:zonal:zonal-node";
    private static final VolumeId ID = VolumeId.of("a", new HomeId("aaaaaa22"));
    private static final Map<String, Bearer> TOKENS =
            Map.of("secret-of-n1", new Bearer(AGENTS, "n1"), "secret-of-n2", new Bearer(AGENTS, "n2"));

    @TempDir
    Path folder;

    private final FleetNode node = new FleetNode("n1");
    private final ServerThreads threads = new ServerThreads();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private CertificateAuthority authority;
    private Path token;
    private Path published;
    private int port;
    private volatile Instant now = Instant.now();

    @BeforeEach
    void begin() throws Exception {
        authority = CertificateAuthority.make(Instant.now());
        token = folder.resolve("token");
        published = Files.writeString(folder.resolve("ca.crt"), Pem.of(authority.certificate()));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        threads.close();
        node.close();
    }

    private <T extends AutoCloseable> T closed(T one) {
        opened.add(one);
        return one;
    }

    /** An agent that calls itself by that name, and has that token. */
    private void serve(String name, String itsToken) throws Exception {
        Files.writeString(token, itsToken);
        AgentKey key = new AgentKey(name, token, published, () -> now);
        Certificates certificates = closed(Certificates.of("the agent's", key));
        CallGuard guard = new CallGuard(new CallMetrics(new PrometheusRegistry()), threads, 10, Duration.ofMinutes(1));
        PortServer server = PortServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                threads,
                guard,
                List.of(new AgentService(node.agent()), new EnrolmentService(key, certificates)),
                Optional.of(new PortSecurity(
                        certificates.ofAgent(), cause -> refusals.add(Certificates.reason(cause)), Optional.empty())));
        opened.add(() -> server.stop(Duration.ofSeconds(10)));
    }

    private AgentDialer plain(Certificates own) {
        return new AgentDialer(
                "n1", new ControlAddress.Tcp("127.0.0.1", port), threads.eventLoop(), Optional.of(own.ofController()));
    }

    private EnrollingDialer controller(CertificateAuthority its) throws Exception {
        InstantSource clock = InstantSource.system();
        ControllerKey key = new ControllerKey(() -> its, clock);
        Certificates own = closed(Certificates.of("the controller's", key));
        Registration registration = new Registration(
                key,
                shown -> Optional.ofNullable(TOKENS.get(shown))
                        .orElseThrow(() -> new CertificateException("its token is not valid")),
                AGENTS,
                clock);
        return new EnrollingDialer("n1", plain(own), own, registration, new EnrollingDialer.Watcher() {
            @Override
            public void issued(String node) {
                told.add("issued " + node);
            }

            @Override
            public void refused(String node, String reason) {
                told.add("refused " + node + ": " + reason);
            }
        });
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> controller(authority).dial())
                .isInstanceOf(StorageException.Unavailable.class)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("secret");
        assertThat(told).singleElement().asString().startsWith("refused n1: ").contains(reason);
    }

    @Test
    void anAgentGetsItsCertificateOnceAndIsBelievedByAllControllers() throws Exception {
        serve("n1", "secret-of-n1");

        var first = closed(controller(authority).dial());
        var second = closed(controller(authority).dial());

        assertThat(first.deleteVolume(ID).result()).isEqualTo(ID);
        assertThat(second.deleteVolume(ID).result()).isEqualTo(ID);
        assertThat(told).containsExactly("issued n1");
        assertThat(refusals).isEmpty();
    }

    @Test
    void withoutItNobodyBelievesTheAgent() throws Exception {
        serve("n1", "secret-of-n1");
        ControllerKey key = new ControllerKey(() -> authority, InstantSource.system());
        Certificates own = closed(Certificates.of("the controller's", key));

        assertThat(catchThrowable(() -> closed(plain(own).dial()).deleteVolume(ID)))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void afterHalfOfItsLifeItIsRenewedAndTheConnectionStays() throws Exception {
        serve("n1", "secret-of-n1");
        EnrollingDialer controller = controller(authority);
        var session = closed(controller.dial());
        session.deleteVolume(ID);

        now = now.plus(Duration.ofHours(13));
        controller.enrol();

        assertThat(told).containsExactly("issued n1", "issued n1");
        assertThat(session.deleteVolume(ID).result()).isEqualTo(ID);
    }

    @Test
    void noTokenIsRefused() throws Exception {
        serve("n1", "");

        assertRefused("it has no token");
    }

    @Test
    void aTokenThatIsNotValidAnyMoreIsRefused() throws Exception {
        serve("n1", "secret-of-a-pod-that-is-gone");

        assertRefused("its token is not valid");
    }

    @Test
    void aNodeThatWantsTheNameOfAnotherIsRefused() throws Exception {
        serve("n1", "secret-of-n2");

        assertRefused("its token is of the node 'n2'");
    }

    @Test
    void aNodeThatAnswersInThePlaceOfAnotherIsRefused() throws Exception {
        serve("n2", "secret-of-n2");

        assertRefused("it wants the names [n2]");
    }

    /** Its authority is not the one that the agent knows: it is told nothing, least of all the token. */
    @Test
    void whoIsNoControllerIsToldNoToken() throws Exception {
        serve("n1", "secret-of-n1");

        assertThat(catchThrowable(() ->
                        controller(CertificateAuthority.make(Instant.now())).dial()))
                .isInstanceOf(StorageException.class)
                .message()
                .doesNotContain("secret");
        assertThat(told).isEmpty();
        assertThat(refusals).isNotEmpty();
    }

    /** A stolen node has the key of its certificate, and may try to command the others with it. */
    @Test
    void theCertificateOfAnAgentIsNoControllers() throws Exception {
        serve("n1", "secret-of-n1");
        closed(controller(authority).dial()).deleteVolume(ID);
        AgentKey stolen =
                new AgentKey("n2", Files.writeString(folder.resolve("n2"), "secret-of-n2"), published, () -> now);
        ControllerKey signer = new ControllerKey(() -> authority, InstantSource.system());
        stolen.accept(new Registration(signer, shown -> new Bearer(AGENTS, "n2"), AGENTS, InstantSource.system())
                .sign("n2", stolen.request().orElseThrow()));
        Certificates of = closed(Certificates.of("the stolen node's", stolen));

        assertThat(catchThrowable(() -> closed(plain(of).dial()).deleteVolume(ID)))
                .isInstanceOf(StorageException.class);
        assertThat(refusals).isNotEmpty();
    }
}
