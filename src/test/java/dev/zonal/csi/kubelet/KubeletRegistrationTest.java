package dev.zonal.csi.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.metrics.Readiness;
import dev.zonal.csi.pluginregistration.InfoRequest;
import dev.zonal.csi.pluginregistration.PluginInfo;
import dev.zonal.csi.pluginregistration.RegistrationGrpc;
import dev.zonal.csi.pluginregistration.RegistrationStatus;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubeletRegistrationTest {
    private static final Path ENDPOINT = Path.of("/var/lib/kubelet/plugins/local.csi.zonal.dev/csi.sock");

    @TempDir
    Path folder;

    private final Readiness readiness = new Readiness();
    private final ServerThreads threads = new ServerThreads();
    private final EventLoopGroup clientThreads = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private KubeletRegistration registration;
    private ManagedChannel kubelet;

    @BeforeEach
    void start() {
        registration = KubeletRegistration.start(
                folder,
                "local.csi.zonal.dev",
                ENDPOINT,
                threads,
                new CallGuard(new CallMetrics(new PrometheusRegistry()), threads, 1, Duration.ofMinutes(1)),
                readiness);
        kubelet = NettyChannelBuilder.forAddress(new DomainSocketAddress(
                        folder.resolve("local.csi.zonal.dev-reg.sock").toFile()))
                .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                .eventLoopGroup(clientThreads)
                .usePlaintext()
                .overrideAuthority("localhost")
                .build();
    }

    @AfterEach
    void stop() {
        kubelet.shutdownNow();
        registration.close();
        threads.close();
        var _ = clientThreads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void kubeletLearnsWhoTheDriverIs() {
        PluginInfo information = RegistrationGrpc.newBlockingStub(kubelet).getInfo(InfoRequest.getDefaultInstance());

        assertThat(information.getType()).isEqualTo("CSIPlugin");
        assertThat(information.getName()).isEqualTo("local.csi.zonal.dev");
        assertThat(information.getEndpoint()).isEqualTo(ENDPOINT.toString());
        assertThat(information.getSupportedVersionsList()).containsExactly("1.0.0");
    }

    @Test
    void aDriverThatKubeletHasNotTakenIsNotReady() {
        assertThat(readiness.obstacle()).hasValue("kubelet registration: kubelet has not taken the driver yet");
    }

    @Test
    void aDriverThatKubeletRefusedIsNotReadyUntilItTakesIt() {
        say(false, "no such driver");
        assertThat(readiness.obstacle()).hasValue("kubelet registration: kubelet refused the driver: no such driver");

        say(true, "");
        assertThat(readiness.obstacle()).isEmpty();
    }

    @Test
    void theSocketIsAllThatStandsInKubeletsFolderAndGoesWithTheDriver() throws Exception {
        assertThat(content()).containsExactly("local.csi.zonal.dev-reg.sock");

        registration.close();
        assertThat(content()).isEmpty();
    }

    /** The wire as kubelet has it: names count, since they are in the path of each call. */
    @Test
    void theWireIsKubelets() {
        assertThat(RegistrationGrpc.getGetInfoMethod().getFullMethodName())
                .isEqualTo("pluginregistration.Registration/GetInfo");
        assertThat(RegistrationGrpc.getNotifyRegistrationStatusMethod().getFullMethodName())
                .isEqualTo("pluginregistration.Registration/NotifyRegistrationStatus");
        assertThat(PluginInfo.getDescriptor().getFields().stream()
                        .map(field -> field.getNumber() + " " + field.getName() + " " + field.isRepeated()))
                .containsExactly("1 type false", "2 name false", "3 endpoint false", "4 supported_versions true");
        assertThat(RegistrationStatus.getDescriptor().getFields().stream()
                        .map(field -> field.getNumber() + " " + field.getName()))
                .containsExactly("1 plugin_registered", "2 error");
    }

    private void say(boolean registered, String error) {
        var _ = RegistrationGrpc.newBlockingStub(kubelet)
                .notifyRegistrationStatus(RegistrationStatus.newBuilder()
                        .setPluginRegistered(registered)
                        .setError(error)
                        .build());
    }

    private List<String> content() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
