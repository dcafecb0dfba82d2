package dev.zonal.csi.cloud.wire;

import dev.zonal.csi.cloud.simulator.SimulatedCloud;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.rpc.HealthService;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import dev.zonal.csi.tracing.Tracing;
import io.grpc.BindableService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A cloud behind a real socket. */
public record ServedCloud(Endpoint endpoint, ServerThreads threads, SocketServer server) implements AutoCloseable {
    public static ServedCloud start(SimulatedCloud cloud, Path socket) {
        return start(cloud, socket, Tracing.OFF);
    }

    /** @param tracing has a span for each call */
    static ServedCloud start(SimulatedCloud cloud, Path socket, Tracing tracing) {
        ServerThreads threads = new ServerThreads();
        CallGuard guard = new CallGuard(
                new CallMetrics(new PrometheusRegistry()),
                threads,
                100,
                Duration.ofMinutes(1),
                _ -> Optional.empty(),
                tracing);
        BindableService api = new CloudApiService(cloud::as);
        SocketServer server = SocketServer.start(
                socket,
                threads,
                guard,
                List.of(api, new CloudControlsService(cloud.control()), new HealthService(List.of(api))));
        return new ServedCloud(new Endpoint(socket), threads, server);
    }

    @Override
    public void close() {
        server.stop(Duration.ofSeconds(1));
        threads.close();
    }
}
