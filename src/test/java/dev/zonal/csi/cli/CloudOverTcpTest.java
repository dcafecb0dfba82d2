package dev.zonal.csi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.cloud.CloudContract;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.simulator.CloudBench;
import dev.zonal.csi.cloud.wire.CloudAddress;
import dev.zonal.csi.cloud.wire.CloudApiService;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.cloud.wire.CloudControlsService;
import dev.zonal.csi.config.BearerToken;
import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.ControlTrust.TlsFiles;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.PortSecurity;
import dev.zonal.csi.server.PortServer;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.tls.Authority;
import dev.zonal.csi.tls.ServerCertificate;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who gets to a cloud on TCP, and which cloud is believed. */
@Timeout(120)
@ExtendWith(QuietLogs.class)
final class CloudOverTcpTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static TlsFiles ofCloud;
    private static TlsFiles ofSomebody;

    private final CloudBench bench = new CloudBench(CloudContract.DESCRIPTION);
    private final ServerThreads threads = new ServerThreads();
    private ServerCertificate certificate;
    private PortServer server;
    private Path tokenFile;
    private int port;

    @BeforeAll
    static void issue() throws Exception {
        ofCloud = new Authority(folder.resolve("ca")).issue("localhost", folder.resolve("cloud"));
        ofSomebody = new Authority(folder.resolve("foreign")).issue("localhost", folder.resolve("somebody"));
    }

    @BeforeEach
    void serve() throws IOException {
        tokenFile = Files.writeString(folder.resolve("token"), "a-secret-that-nobody-guesses\n");
        certificate = ServerCertificate.read(ofCloud.certificate(), ofCloud.key());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = start();
    }

    private PortServer start() {
        BearerToken token = BearerToken.read(tokenFile);
        return PortServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                threads,
                new CallGuard(new CallMetrics(new PrometheusRegistry()), threads, 10, Duration.ofMinutes(1)),
                List.of(new CloudApiService(bench.running()::as), new CloudControlsService(bench.control())),
                Optional.of(new PortSecurity(certificate.ofGrpc(), _ -> {}, Optional.of(token::isShownBy))));
    }

    @AfterEach
    void close() {
        server.stop(Duration.ofSeconds(5));
        certificate.close();
        threads.close();
        bench.close();
    }

    private CloudConnection connection(Path authorities, BearerToken token) {
        return CloudConnection.to(
                new CloudAddress(
                        ControlAddress.parse("tcp://localhost:" + port), Optional.of(authorities), Optional.of(token)),
                TIMEOUT);
    }

    @Test
    void whoShowsTheTokenIsServed() {
        try (CloudConnection connection = connection(ofCloud.authorities(), BearerToken.read(tokenFile))) {
            assertThat(connection.as("test").instances()).isEmpty();
            assertThat(connection.control().faults()).isEmpty();
        }
    }

    @Test
    void whoShowsAnotherIsNot() throws IOException {
        BearerToken another =
                BearerToken.read(Files.writeString(folder.resolve("another"), "a-secret-that-is-guessed"));
        try (CloudConnection connection = connection(ofCloud.authorities(), another)) {
            assertThatThrownBy(() -> connection.control().advanceClock(Duration.ofHours(1)))
                    .isInstanceOfSatisfying(
                            CloudException.class,
                            refused -> assertThat(refused.kind()).isEqualTo(Kind.UNAUTHENTICATED))
                    .hasMessageContaining("does not show the token")
                    .hasMessageContaining("--token-file");
        }
        assertThat(bench.control().state().ahead()).isZero();
    }

    @Test
    void aCloudThatSomebodyElseVouchesForIsNotBelieved() {
        try (CloudConnection connection = connection(ofSomebody.authorities(), BearerToken.read(tokenFile))) {
            assertThatThrownBy(() -> connection.control().faults())
                    .isInstanceOf(CloudException.class)
                    .hasMessageContaining("the cloud is not reached at localhost:" + port)
                    .hasMessageContaining("name who signs its certificate with --ca FILE or ZONAL_CLOUD_CA")
                    .hasMessageNotContaining("start it");
        }
    }

    @Test
    void aCloudIsDialledByTheNameOfItsCertificate() {
        CloudAddress byAnotherName = new CloudAddress(
                ControlAddress.parse("tcp://127.0.0.1:" + port),
                Optional.of(ofCloud.authorities()),
                Optional.of(BearerToken.read(tokenFile)));
        try (CloudConnection connection = CloudConnection.to(byAnotherName, TIMEOUT)) {
            assertThatThrownBy(() -> connection.control().faults())
                    .isInstanceOf(CloudException.class)
                    .hasMessageContaining("dial a name that its certificate holds");
        }
    }

    @Test
    void aCertificateThatExpiredIsToBeRenewed() throws Exception {
        server.stop(Duration.ofSeconds(5));
        certificate.close();
        TlsFiles old = new Authority(folder.resolve("old-ca")).issueExpired("localhost", folder.resolve("old"));
        certificate = ServerCertificate.read(old.certificate(), old.key());
        server = start();
        try (CloudConnection connection = connection(old.authorities(), BearerToken.read(tokenFile))) {
            assertThatThrownBy(() -> connection.control().faults())
                    .isInstanceOf(CloudException.class)
                    .hasMessageContaining("its certificate has to be renewed");
        }
    }

    @Test
    void whereNobodyListensTheCloudIsToBeStarted() {
        server.stop(Duration.ofSeconds(5));
        try (CloudConnection connection = connection(ofCloud.authorities(), BearerToken.read(tokenFile))) {
            assertThatThrownBy(() -> connection.control().faults())
                    .hasMessageContaining("start it (zonal cloud serve)");
        }
    }

    @Test
    void withoutATokenNobodyIsAsked() {
        assertThatThrownBy(() -> new CloudAddress(
                        ControlAddress.parse("tcp://localhost:" + port), Optional.empty(), Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--token-file");
    }

    @Test
    void theCommandsComeThatWayToo() throws IOException {
        String address = "tcp://localhost:" + port;

        Shell.Answer shown = Shell.run(
                "cloud",
                "show",
                "--endpoint",
                address,
                "--ca",
                ofCloud.authorities().toString(),
                "--token-file",
                tokenFile.toString());
        Shell.Answer without = Shell.run("cloud", "show", "--endpoint", address);
        Shell.Answer wrong = Shell.run(
                "cloud",
                "show",
                "--endpoint",
                address,
                "--ca",
                ofCloud.authorities().toString(),
                "--token-file",
                Files.writeString(folder.resolve("wrong"), "a-secret-that-is-guessed")
                        .toString());

        assertThat(shown.out()).as(shown.err()).contains("region r1");
        assertThat(without.exitCode()).isNotZero();
        assertThat(without.err()).contains("ZONAL_CLOUD_TOKEN_FILE");
        assertThat(wrong.exitCode()).isEqualTo(16);
        assertThat(wrong.err()).startsWith("UNAUTHENTICATED: ");
    }
}
