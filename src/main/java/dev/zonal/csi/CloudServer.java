package dev.zonal.csi;

import dev.zonal.csi.cloud.description.CloudDescription;
import dev.zonal.csi.cloud.simulator.SimulatedCloud;
import dev.zonal.csi.cloud.wire.CloudApiService;
import dev.zonal.csi.cloud.wire.CloudControlsService;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.linux.LinuxHost;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.rpc.HealthService;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import io.grpc.BindableService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running simulated cloud behind a socket: started in order, and stopped in the reverse order. */
final class CloudServer {
    private static final Logger LOG = LoggerFactory.getLogger(CloudServer.class);
    private static final int MOST_IN_FLIGHT = 1000;
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(15);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ServerThreads threads;
    private final SimulatedCloud cloud;
    private final SocketServer server;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private CloudServer(ServerThreads threads, SimulatedCloud cloud, SocketServer server) {
        this.threads = threads;
        this.cloud = cloud;
        this.server = server;
    }

    /** Serves from now on; where something can't be started, all that was is stopped again. */
    static CloudServer start(CloudDescription description, Path folder, Endpoint endpoint) {
        SocketServer.requireFree(endpoint.socket());
        Commands programs = new ProcessCommands();
        SimulatedCloud cloud = SimulatedCloud.open(
                description, folder, CloudMachine.of(LinuxHost.of(programs), programs), new SecureRandom());
        ServerThreads threads = new ServerThreads();
        try {
            CallGuard guard =
                    new CallGuard(new CallMetrics(new PrometheusRegistry()), threads, MOST_IN_FLIGHT, CALL_TIMEOUT);
            SocketServer server = SocketServer.start(endpoint.socket(), threads, guard, services(cloud));
            LOG.atInfo()
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("folder", folder)
                    .addKeyValue("zones", description.zones())
                    .addKeyValue("version", Version.current())
                    .log("serving");
            return new CloudServer(threads, cloud, server);
        } catch (RuntimeException | Error failed) {
            threads.close();
            cloud.close();
            throw failed;
        }
    }

    private static List<BindableService> services(SimulatedCloud cloud) {
        BindableService api = new CloudApiService(cloud::as);
        BindableService controls = new CloudControlsService(cloud.control());
        return List.of(api, controls, new HealthService(List.of(api, controls)));
    }

    /** Takes no more calls, waits for those that run, and lets go of the folder; disks stay attached. */
    void stop() {
        server.stop(GRACE);
        threads.close();
        cloud.close();
        LOG.atInfo().log("stopped");
        stopped.countDown();
    }

    void awaitStop() {
        try {
            stopped.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
