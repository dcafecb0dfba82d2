package dev.zonal.csi;

import dev.zonal.csi.cloud.console.ConsoleServer;
import dev.zonal.csi.cloud.description.CloudDescription;
import dev.zonal.csi.cloud.simulator.SimulatedCloud;
import dev.zonal.csi.cloud.wire.CloudApiService;
import dev.zonal.csi.cloud.wire.CloudControlsService;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.linux.LinuxHost;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.metrics.CloudMetrics;
import dev.zonal.csi.metrics.HttpEndpoint;
import dev.zonal.csi.metrics.HttpPages;
import dev.zonal.csi.metrics.Readiness;
import dev.zonal.csi.metrics.RuntimeMetrics;
import dev.zonal.csi.rpc.HealthService;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.PortSecurity;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import dev.zonal.csi.tracing.Tracing;
import io.grpc.BindableService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running simulated cloud behind a socket: started in order, and stopped in the reverse order. */
final class CloudServer {
    private static final Logger LOG = LoggerFactory.getLogger(CloudServer.class);
    private static final int MOST_IN_FLIGHT = 1000;
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(15);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final CloudDoors doors;
    private final ServerThreads threads;
    private final SimulatedCloud cloud;
    private final Tracing tracing;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Runnable open = () -> {};

    private CloudServer(CloudDoors doors, ServerThreads threads, SimulatedCloud cloud, Tracing tracing) {
        this.doors = doors;
        this.threads = threads;
        this.cloud = cloud;
        this.tracing = tracing;
    }

    /** Serves from now on; where something can't be started, all that was is stopped again. */
    static CloudServer start(CloudDescription description, Path folder, CloudDoors doors, Tracing tracing) {
        doors.addresses().forEach(CloudServer::requireFree);
        Commands programs = new ProcessCommands();
        SimulatedCloud cloud = SimulatedCloud.open(
                description, folder, CloudMachine.of(LinuxHost.of(programs), programs), new SecureRandom());
        CloudServer server = new CloudServer(doors, new ServerThreads(), cloud, tracing);
        try {
            server.open();
            LOG.atInfo()
                    .addKeyValue("endpoint", doors.addresses())
                    .addKeyValue("folder", folder)
                    .addKeyValue("zones", description.zones())
                    .addKeyValue("version", Version.current())
                    .log("serving");
            return server;
        } catch (RuntimeException | Error failed) {
            server.close();
            throw failed;
        }
    }

    private void open() {
        doors.certificate().ifPresent(certificate -> closing(certificate::close));
        measure();
        doors.console().ifPresent(access -> {
            HttpEndpoint console = ConsoleServer.start(
                    access,
                    new ConsoleServer.Subject(cloud.control(), cloud::changes, Version.current()),
                    threads.eventLoop(),
                    threads.calls(),
                    new HttpPages(registry, new Readiness()));
            closing(console::close);
            LOG.atInfo().addKeyValue("address", console.address()).log("the console and the metrics are here");
        });
        // What is measured of calls is measured in the cloud, by the names that it has for them.
        CallGuard guard = new CallGuard(
                new CallMetrics(new PrometheusRegistry()),
                threads,
                MOST_IN_FLIGHT,
                CALL_TIMEOUT,
                _ -> Optional.empty(),
                tracing);
        for (ControlAddress address : doors.addresses()) {
            closing(ServicePort.start(address, services(cloud), threads, guard, GRACE, security()));
        }
    }

    private static void requireFree(ControlAddress address) {
        if (address instanceof ControlAddress.Unix unix) {
            SocketServer.requireFree(unix.socket(), "--listen");
        }
    }

    private Optional<PortSecurity> security() {
        return doors.certificate()
                .map(certificate -> new PortSecurity(
                        certificate.ofGrpc(),
                        cause -> LOG.atWarn()
                                .addKeyValue("reason", cause.getMessage())
                                .log("a connection was refused"),
                        doors.token().map(token -> token::isShownBy)));
    }

    /** The last that was opened is closed first. */
    private void closing(Runnable close) {
        Runnable others = open;
        open = () -> {
            close.run();
            others.run();
        };
    }

    private void measure() {
        RuntimeMetrics.register(registry, Version.current());
        CloudMetrics metrics = new CloudMetrics(registry);
        cloud.watch(new CountedCalls(metrics));
        CloudMetrics.register(
                registry,
                () -> count(
                        cloud.control().state().disks(), disk -> disk.state().word()),
                () -> count(
                        cloud.control().state().operations(),
                        operation -> operation.kind().word()));
    }

    private static <T> Map<String, Long> count(List<T> all, Function<T, String> word) {
        return all.stream().collect(Collectors.groupingBy(word, Collectors.counting()));
    }

    private static List<BindableService> services(SimulatedCloud cloud) {
        BindableService api = new CloudApiService(cloud::as);
        BindableService controls = new CloudControlsService(cloud.control());
        return List.of(api, controls, new HealthService(List.of(api, controls)));
    }

    /** Takes no more calls, waits for those that run, and lets go of the folder; disks stay attached. */
    void stop() {
        close();
        LOG.atInfo().log("stopped");
        stopped.countDown();
    }

    private void close() {
        open.run();
        threads.close();
        cloud.close();
        tracing.close();
    }

    void awaitStop() {
        try {
            stopped.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
