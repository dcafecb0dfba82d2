package dev.zonal.csi;

import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.rpc.IdentityService;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import io.grpc.BindableService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running driver: everything that it is made of, started in order and stopped in the reverse order. */
final class Driver {
    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);

    private final Configuration configuration;
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    Driver(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Serves from now on; where something can't be started, all that was is stopped again. */
    synchronized void start(String version) {
        try {
            begin(version);
        } catch (RuntimeException | Error failed) {
            stop();
            throw failed;
        }
    }

    private void begin(String version) {
        CallMetrics calls = new CallMetrics(new PrometheusRegistry());
        List<BindableService> services = new ArrayList<>();
        services.add(new IdentityService(configuration.plugin(), version, () -> true));
        ServerThreads threads = new ServerThreads();
        stops.push(threads::close);
        CallGuard guard = new CallGuard(calls, configuration.server().maximumInFlight());
        SocketServer server =
                SocketServer.start(configuration.server().endpoint().socket(), threads, guard, services);
        stops.push(() -> server.stop(configuration.server().shutdownGrace()));
        LOG.atInfo()
                .addKeyValue("endpoint", configuration.server().endpoint())
                .addKeyValue("driver", configuration.plugin().driverName())
                .addKeyValue("version", version)
                .addKeyValue("node", configuration.node().nodeId())
                .addKeyValue("topology", configuration.node().topology())
                .log("serving");
    }

    /**
     * Stops what runs, last started first, and waits for it.
     *
     * @return whether anything ran
     */
    synchronized boolean stop() {
        boolean ran = !stops.isEmpty();
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException failed) {
                LOG.atError().setCause(failed).log("a part of the driver did not stop cleanly");
            }
        }
        stopped.countDown();
        return ran;
    }

    void awaitStop() {
        try {
            stopped.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
