package dev.zonal.csi.fleet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.fleet.FleetNode;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.ControlTrust.TlsFiles;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.fleet.trust.CertificateAuthority;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.PortSecurity;
import dev.zonal.csi.server.PortServer;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.tls.Authority;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who gets through to an agent, and which agent a controller believes. */
@Timeout(120)
@ExtendWith(QuietLogs.class)
class CertificatesTest {
    private static final VolumeId ID = VolumeId.of("a", new HomeId("aaaaaa22"));
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    static Path folder;

    private static Authority authority;
    private static Authority foreign;
    private static TlsFiles ofN1;
    private static TlsFiles ofN2;
    private static TlsFiles ofController;

    private final FleetNode node = new FleetNode("n1");
    private final ServerThreads threads = new ServerThreads();
    private final ServerThreads ofClient = new ServerThreads();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();
    private int port;

    @BeforeAll
    static void issue() throws Exception {
        authority = new Authority(folder.resolve("ca"));
        foreign = new Authority(folder.resolve("foreign"));
        ofN1 = authority.issue("n1", folder.resolve("n1"));
        ofN2 = authority.issue("n2", folder.resolve("n2"));
        ofController = authority.issue(CertificateAuthority.CONTROLLER, folder.resolve("controller"));
    }

    @BeforeEach
    void choosePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        threads.close();
        ofClient.close();
        node.close();
    }

    private <T extends AutoCloseable> T closed(T one) {
        opened.add(one);
        return one;
    }

    private void serve(TlsFiles files) {
        Certificates certificates = closed(Certificates.read(files, SHORT));
        CallGuard guard = new CallGuard(new CallMetrics(new PrometheusRegistry()), threads, 10, Duration.ofMinutes(1));
        PortServer server = PortServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                threads,
                guard,
                List.of(new AgentService(node.agent())),
                Optional.of(new PortSecurity(
                        certificates.ofAgent(), cause -> refusals.add(Certificates.reason(cause)), Optional.empty())));
        opened.add(() -> server.stop(Duration.ofSeconds(10)));
    }

    private AgentSession dialled(Optional<SslContext> tls) {
        return closed(
                new AgentDialer("n1", new ControlAddress.Tcp("127.0.0.1", port), ofClient.eventLoop(), tls).dial());
    }

    private AgentSession dialledWith(TlsFiles files) {
        return dialled(Optional.of(closed(Certificates.read(files, SHORT)).ofController()));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within 20 s").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void assertRefused(AgentSession session, String reason) {
        assertThat(catchThrowable(() -> session.deleteVolume(ID))).isInstanceOf(StorageException.class);
        await(() -> !refusals.isEmpty());
        assertThat(refusals).singleElement().asString().contains(reason);
    }

    @Test
    void aControllerAndTheAgentOfItsNodeKnowEachOther() {
        serve(ofN1);

        assertThat(dialledWith(ofController).deleteVolume(ID).result()).isEqualTo(ID);
        assertThat(refusals).isEmpty();
    }

    @Test
    void whoHasNoCertificateIsRefused() throws Exception {
        serve(ofN1);
        SslContext nameless = GrpcSslContexts.forClient()
                .trustManager(ofN1.authorities().toFile())
                .build();

        assertRefused(dialled(Optional.of(nameless)), "Empty client certificate chain");
    }

    @Test
    void whoSpeaksPlainlyIsRefused() {
        serve(ofN1);

        assertRefused(dialled(Optional.empty()), "not an SSL/TLS record");
    }

    @Test
    void anotherNodeIsNoController() throws Exception {
        serve(ofN1);

        assertRefused(dialledWith(ofN2), "the peer is [n2], and only 'zonal-controller' may ask here");
    }

    @Test
    void aCertificateThatHasExpiredIsRefused() throws Exception {
        serve(ofN1);

        assertRefused(
                dialledWith(authority.issueExpired(CertificateAuthority.CONTROLLER, folder.resolve("expired"))),
                "NotAfter");
    }

    @Test
    void aControllerOfAnotherAuthorityIsRefused() throws Exception {
        serve(ofN1);
        TlsFiles theirs = foreign.issue(CertificateAuthority.CONTROLLER, folder.resolve("theirs"));
        TlsFiles mixed = new TlsFiles(theirs.certificate(), theirs.key(), ofN1.authorities());

        assertRefused(dialledWith(mixed), "Signature does not match");
    }

    @Test
    void theAgentOfAnotherNodeIsNotBelieved() {
        serve(ofN2);

        assertThatThrownBy(() -> dialledWith(ofController).watch(told -> fail("believed: " + told)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("No subject alternative DNS name matching n1 found");
    }

    @Test
    void renewedFilesCountWithoutALostCall() throws Exception {
        TlsFiles mine = Authority.copied(ofN1, folder.resolve("renewed-n1"));
        serve(mine);
        AgentSession before = dialledWith(ofController);
        before.deleteVolume(ID);
        TlsFiles next = foreign.issue("n1", folder.resolve("next-n1"));
        TlsFiles nextController = foreign.issue(CertificateAuthority.CONTROLLER, folder.resolve("next-controller"));

        Authority.copy(next, mine);

        SslContext tls = closed(Certificates.read(nextController, SHORT)).ofController();
        await(() -> {
            before.deleteVolume(ID);
            return catchThrowable(() -> dialled(Optional.of(tls)).deleteVolume(ID)) == null;
        });
        before.deleteVolume(ID);
    }

    @Test
    void filesThatCanNotBeReadAreNamed() {
        TlsFiles missing = new TlsFiles(folder.resolve("no.crt"), folder.resolve("no.key"), folder.resolve("no.ca"));

        assertThatThrownBy(() -> Certificates.read(missing))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("no.crt");
    }
}
