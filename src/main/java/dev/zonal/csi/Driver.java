package dev.zonal.csi;

import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.Configuration.ServerSettings;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.kubelet.KubeletRegistration;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.metrics.HttpEndpoint;
import dev.zonal.csi.metrics.PoolMetrics;
import dev.zonal.csi.metrics.Readiness;
import dev.zonal.csi.metrics.VolumeExtents;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.node.Propagation;
import dev.zonal.csi.rpc.FirstRequest;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import io.grpc.BindableService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running driver: everything that it is made of, started in order and stopped in the reverse order. */
final class Driver {
    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);

    private static final Duration LAST_OPERATIONS = Duration.ofSeconds(5);

    private final Configuration configuration;
    private final Supplier<Host> ports;
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param ports asked once, by the start */
    Driver(Configuration configuration, Supplier<Host> ports) {
        this.configuration = configuration;
        this.ports = ports;
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
        // Before a pool is made or mounted for a driver that could not serve it.
        SocketServer.requireFree(configuration.server().endpoint().socket());
        ServerThreads threads = new ServerThreads();
        stops.push(threads::close);
        PrometheusRegistry registry = new PrometheusRegistry();
        Readiness readiness = new Readiness();
        readiness.obstructed("driver", "it is starting");
        configuration
                .http()
                .ifPresent(address -> stops.push(
                        HttpEndpoint.start(address, threads.eventLoop(), threads.calls(), registry, readiness)::close));

        Host host = ports.get();
        LocalBackend backend = LocalStorage.open(configuration, host);
        stops.push(backend::close);
        PoolMetrics.register(registry, () -> LocalStorage.numbers(backend));
        ExtentWatch extents = ExtentWatch.start(backend);
        stops.push(extents::close);
        VolumeExtents.register(registry, extents::mostFragmented);

        ServerSettings settings = configuration.server();
        Operations operations = new Operations(settings.nativeThreads(), settings.maximumInFlight());
        stops.push(() -> end(operations));

        CallGuard guard = new CallGuard(
                new CallMetrics(registry), threads, operations, settings.maximumInFlight(), settings.callTimeout());
        List<BindableService> services =
                new Services(configuration, backend, backend, backend.housekeeping(), host, operations).all(version);
        SocketServer server = SocketServer.start(settings.endpoint().socket(), threads, guard, services);
        stops.push(() -> server.stop(settings.shutdownGrace()));
        if (!settings.endpoint().hasUsualName()) {
            LOG.atWarn()
                    .addKeyValue("endpoint", settings.endpoint())
                    .log("the socket's name does not end in .sock, as the CSI spec says that it shall");
        }

        configuration.kubelet().registrationDirectory().ifPresent(folder -> {
            KubeletRegistration registration = KubeletRegistration.start(
                    folder,
                    configuration.plugin().driverName(),
                    settings.endpoint().socket(),
                    threads,
                    guard,
                    readiness);
            stops.push(registration::close);
        });
        NodeLocation.watch(configuration.node(), registry).ifPresent(watch -> stops.push(watch::close));
        if (configuration.plugin().mode().servesNode()) {
            new Propagation(host, configuration.kubelet().directory())
                    .complaint()
                    .ifPresent(complaint -> LOG.atWarn().log(complaint));
        }
        readiness.clear("driver");
        stops.push(() -> readiness.obstructed("driver", "it is stopping"));
        LOG.atInfo()
                .addKeyValue("endpoint", settings.endpoint())
                .addKeyValue("driver", configuration.plugin().driverName())
                .addKeyValue("version", version)
                .addKeyValue("node", configuration.node().nodeId())
                .addKeyValue("topology", configuration.node().topology())
                .log("serving");
        if (configuration.plugin().mode().servesController()) {
            threads.calls().execute(() -> readFirst(operations));
        }
    }

    /** On a thread for operations, as a real one: the first of them is made by it. */
    private static void readFirst(Operations operations) {
        try {
            operations.run(List.of(), FirstRequest::read);
        } catch (StorageException.Unavailable busyOrStopping) {
            // Then real requests do as well, or none will come.
        }
    }

    /** A pool is given back only when nothing works on it any more. */
    private static void end(Operations operations) {
        operations.close();
        if (!operations.awaitEnd(LAST_OPERATIONS)) {
            LOG.atWarn().log("operations still run in the kernel; what they began is finished by the next start");
        }
    }

    /**
     * Stops what runs, last started first, and waits for it.
     *
     * @return whether anything ran
     */
    synchronized boolean stop() {
        boolean ran = !stops.isEmpty();
        if (ran) {
            LOG.atInfo().log("stopping");
        }
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException failed) {
                LOG.atError().setCause(failed).log("a part of the driver did not stop cleanly");
            }
        }
        if (ran) {
            LOG.atInfo().log("stopped");
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
