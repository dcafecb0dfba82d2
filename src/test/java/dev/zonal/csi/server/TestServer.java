package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zonal.csi.config.Configuration.LogFormat;
import dev.zonal.csi.config.Configuration.LogSettings;
import dev.zonal.csi.config.Configuration.Mode;
import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.config.Configuration.SpecVersion;
import dev.zonal.csi.logging.Logging;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.metrics.MetricsPage;
import dev.zonal.csi.rpc.IdentityService;
import dev.zonal.csi.tracing.Tracing;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.IdentityGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.event.Level;

/** The server with everything around its calls, a client, and what it logged and counted. */
final class TestServer implements AutoCloseable {
    static final PluginSettings PLUGIN = new PluginSettings("local.csi.zonal.dev", Mode.ALL, SpecVersion.V1_12, true);

    static final Duration CALL_TIMEOUT = Duration.ofMinutes(3);

    final Path socket;
    final ScriptedController controller = new ScriptedController();
    final EndlessMetadata metadata = new EndlessMetadata();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ServerThreads threads = new ServerThreads();
    private final SocketServer server;
    private final ManagedChannel channel;

    TestServer(Path socket) {
        this(socket, 100);
    }

    TestServer(Path socket, int mostInFlight) {
        this(socket, mostInFlight, CALL_TIMEOUT);
    }

    TestServer(Path socket, int mostInFlight, Duration callTimeout) {
        this.socket = socket;
        Logging.start(new LogSettings(LogFormat.TEXT, Level.DEBUG), log);
        CallGuard guard = new CallGuard(
                new CallMetrics(registry),
                threads,
                mostInFlight,
                callTimeout,
                id -> Optional.ofNullable(controller.madeFor.get(id)),
                Tracing.OFF);
        server = SocketServer.start(
                socket, threads, guard, List.of(new IdentityService(PLUGIN, "1.0-test"), controller, metadata));
        channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                .eventLoopGroup(threads.eventLoop())
                .usePlaintext()
                .overrideAuthority("localhost")
                .build();
    }

    IdentityGrpc.IdentityBlockingStub identity() {
        return IdentityGrpc.newBlockingStub(channel);
    }

    ControllerGrpc.ControllerBlockingStub controller() {
        return ControllerGrpc.newBlockingStub(channel);
    }

    /** What the caller of a volume that could not be made was told. */
    Status failure(CreateVolumeRequest request) {
        return catchThrowableOfType(
                        StatusRuntimeException.class, () -> controller().createVolume(request))
                .getStatus();
    }

    ManagedChannel channel() {
        return channel;
    }

    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /** What ends on the event loop is told by another one, a moment later. */
    void awaitLog(String text) {
        while (!log().contains(text)) {
            Thread.onSpinWait();
        }
    }

    String metrics() {
        return MetricsPage.of(registry);
    }

    void stop(Duration grace) {
        server.stop(grace);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.stop(Duration.ZERO);
        threads.close();
    }
}
