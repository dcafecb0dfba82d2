package dev.zonal.csi;

import dev.zonal.csi.backend.cloud.CloudBackend;
import dev.zonal.csi.backend.fleet.FleetBackend;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.PoolWatch;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.concurrent.FaultDomains;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.config.CloudRules;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.Configuration.Mode;
import dev.zonal.csi.config.Configuration.NodeSettings;
import dev.zonal.csi.config.Configuration.ServerSettings;
import dev.zonal.csi.config.ConfigurationReader;
import dev.zonal.csi.config.FleetRules;
import dev.zonal.csi.fleet.agent.NodeAgent;
import dev.zonal.csi.fleet.wire.AgentService;
import dev.zonal.csi.fleet.wire.Certificates;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.kubelet.KubeletRegistration;
import dev.zonal.csi.kubelet.NodePlace;
import dev.zonal.csi.kubelet.PlaceWatch;
import dev.zonal.csi.logging.Logging;
import dev.zonal.csi.maintenance.ObjectNames;
import dev.zonal.csi.metrics.AgentMetrics;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.metrics.ControlMetrics;
import dev.zonal.csi.metrics.HttpEndpoint;
import dev.zonal.csi.metrics.NodeLabelMetrics;
import dev.zonal.csi.metrics.PoolMetrics;
import dev.zonal.csi.metrics.Readiness;
import dev.zonal.csi.metrics.RuntimeMetrics;
import dev.zonal.csi.metrics.VolumeExtents;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.node.Propagation;
import dev.zonal.csi.rpc.IdentityService;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.PortSecurity;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import dev.zonal.csi.tracing.Tracing;
import io.grpc.BindableService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running driver: everything that it is made of, started in order and stopped in the reverse order. */
public final class Driver {
    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);

    private static final Duration LAST_OPERATIONS = Duration.ofSeconds(5);

    private final Configuration configuration;
    private final Function<Configuration, Host> ports;
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Tracing tracing = Tracing.OFF;

    /** @param ports asked once, by the start */
    Driver(Configuration configuration, Function<Configuration, Host> ports) {
        this.configuration = configuration;
        this.ports = ports;
    }

    /**
     * A driver inside of another program, which stops it.
     *
     * @param serveArguments what would stand behind {@code zonal serve}; nothing is read from the environment
     * @param log where its log goes
     * @return once it serves
     */
    public static Driver start(List<String> serveArguments, Function<Configuration, Host> ports, OutputStream log) {
        Configuration configuration = ConfigurationReader.read(
                ServeCommand.flags(ServeCommand.commandLine(ports).parseArgs(serveArguments.toArray(String[]::new))),
                Map.of());
        Logging.start(configuration.log(), log);
        Driver driver = new Driver(configuration, ports);
        driver.start();
        return driver;
    }

    /** Serves from now on; where something can't be started, all that was is stopped again. */
    synchronized void start() {
        try {
            begin();
        } catch (RuntimeException | Error failed) {
            stop();
            throw failed;
        }
    }

    private void begin() {
        FleetRules.check(configuration);
        CloudRules.check(configuration);
        // Before a pool is made or mounted for a driver that could not serve it.
        SocketServer.requireFree(configuration.server().endpoint().socket(), "--endpoint");
        tracing = TraceOutput.of(
                configuration.tracing(),
                "zonal",
                Map.of("host.name", configuration.node().nodeId()));
        stops.push(tracing::close);
        ServerThreads threads = new ServerThreads();
        stops.push(threads::close);
        PrometheusRegistry registry = new PrometheusRegistry();
        RuntimeMetrics.register(registry, Version.current());
        Readiness readiness = new Readiness();
        readiness.obstructed("driver", "it is starting");
        configuration
                .http()
                .ifPresent(address -> stops.push(
                        HttpEndpoint.start(address, threads.eventLoop(), threads.calls(), registry, readiness)::close));

        Served served = switch (configuration.fleet().backend()) {
            case LOCAL -> overPools(registry, readiness, threads);
            case FLEET -> overAgents(registry, readiness, threads);
            case CLOUD -> overCloud(registry, readiness, threads);
        };
        ServerSettings settings = configuration.server();
        SocketServer server =
                SocketServer.start(settings.endpoint().socket(), threads, served.guard(), served.services());
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
                    served.guard(),
                    readiness);
            stops.push(registration::close);
        });
        if (!configuration.node().labels().isEmpty()) {
            watchLabels(registry);
        }
        readiness.clear("driver");
        stops.push(() -> readiness.obstructed("driver", "it is stopping"));
        LOG.atInfo()
                .addKeyValue("endpoint", settings.endpoint())
                .addKeyValue("driver", configuration.plugin().driverName())
                .addKeyValue("version", Version.current())
                .addKeyValue("node", configuration.node().nodeId())
                .addKeyValue("topology", configuration.node().topology())
                .log("serving");
    }

    /** What is served on the socket, and what every call passes through. */
    private record Served(List<BindableService> services, CallGuard guard) {}

    private CallGuard guard(PrometheusRegistry registry, ServerThreads threads, ObjectNames names) {
        return guard(registry, threads, id -> names.of(id).flatMap(ObjectNames.Known::madeFor));
    }

    private CallGuard guard(
            PrometheusRegistry registry, ServerThreads threads, Function<String, Optional<KubernetesObject>> madeFor) {
        ServerSettings settings = configuration.server();
        return new CallGuard(
                new CallMetrics(registry),
                threads,
                settings.maximumInFlight(),
                settings.callTimeout(),
                madeFor,
                tracing);
    }

    private Served overPools(PrometheusRegistry registry, Readiness readiness, ServerThreads threads) {
        Host host = ports.apply(configuration);
        LocalBackend backend = LocalStorage.open(configuration, host);
        stops.push(backend::close);
        stops.push(new PoolWatch(backend.pools())::close);
        PoolMetrics.register(registry, () -> LocalStorage.numbers(backend));
        PoolMetrics.registerHealth(registry, () -> LocalStorage.health(backend));
        readiness.watch(() -> LocalStorage.health(backend));
        ObjectNames names = new ObjectNames(backend);
        CallGuard guard = guard(registry, threads, names);
        ExtentWatch extents = ExtentWatch.start(backend, names);
        stops.push(extents::close);
        VolumeExtents.register(registry, extents::mostFragmented);
        ServerSettings settings = configuration.server();
        Operations operations = new Operations(settings.nativeThreads(), settings.maximumInFlight(), backend);
        stops.push(() -> end(operations));
        configuration.fleet().control().ifPresent(address -> {
            NodeAgent agent = new NodeAgent(
                    new NodeAgent.Identity(
                            configuration.node().nodeId(),
                            configuration.plugin().driverName(),
                            Version.current()),
                    backend,
                    operations);
            ControlMetrics metrics = new ControlMetrics(registry);
            Optional<AgentTrust> trust = AgentTrust.of(configuration);
            trust.ifPresent(known -> stops.push(known.certificates()::close));
            Optional<PortSecurity> security = trust.map(known -> new PortSecurity(
                    known.certificates().ofAgent(), cause -> refused(metrics, cause), Optional.empty()));
            List<BindableService> services = new ArrayList<>(List.of(new AgentService(agent)));
            trust.ifPresent(known -> services.addAll(known.services()));
            stops.push(ServicePort.start(address, services, threads, guard, settings.shutdownGrace(), security));
            stops.push(agent::close);
            LOG.atInfo().addKeyValue("control", address).log("controllers are served");
        });
        if (configuration.plugin().mode().servesNode()) {
            complainOfPropagation(host);
        }
        return new Served(new Services(configuration, operations).overPools(backend, host, Version.current()), guard);
    }

    private static void refused(ControlMetrics metrics, Throwable cause) {
        metrics.refused();
        LOG.atWarn()
                .addKeyValue("reason", Certificates.reason(cause))
                .log("a connection to the control port was refused");
    }

    private Served overAgents(PrometheusRegistry registry, Readiness readiness, ServerThreads threads) {
        FleetStorage storage = FleetStorage.open(configuration, threads.eventLoop(), registry);
        stops.push(storage::close);
        FleetBackend backend = storage.backend();
        AgentMetrics.register(registry, () -> FleetStorage.health(backend));
        readiness.watch(() -> FleetStorage.health(backend));
        ServerSettings settings = configuration.server();
        Operations operations = Operations.overNetwork(settings.maximumInFlight(), settings.maximumInFlight(), backend);
        stops.push(() -> end(operations));
        return new Served(
                new Services(configuration, operations).overNetwork(backend, Version.current()),
                guard(registry, threads, new ObjectNames(backend)));
    }

    private Served overCloud(PrometheusRegistry registry, Readiness readiness, ServerThreads threads) {
        Mode mode = configuration.plugin().mode();
        // A controller alone has nothing to do with devices, which it may not even look at where it runs.
        Optional<Host> host = mode.servesNode() ? Optional.of(ports.apply(configuration)) : Optional.empty();
        CloudStorage storage = host.map(machine -> CloudStorage.open(configuration, machine))
                .orElseGet(() -> CloudStorage.connect(configuration));
        stops.push(storage::close);
        ServerSettings settings = configuration.server();
        List<BindableService> services = new ArrayList<>();
        services.add(new IdentityService(configuration.plugin(), Version.current(), CloudBackend.FEATURES));
        host.ifPresent(machine -> services.add(onInstance(storage, machine)));
        if (!mode.servesController()) {
            return new Served(services, guard(registry, threads, _ -> Optional.empty()));
        }
        CloudBackend backend = storage.backend();
        stops.push(CloudStorage.watch(backend)::close);
        readiness.watch(() -> CloudStorage.health(backend));
        Operations operations = Operations.overNetwork(settings.maximumInFlight(), settings.maximumInFlight(), backend);
        stops.push(() -> end(operations));
        services.addAll(new Services(configuration, operations).overDisks(backend));
        return new Served(services, guard(registry, threads, new ObjectNames(backend)));
    }

    private BindableService onInstance(CloudStorage storage, Host host) {
        ServerSettings settings = configuration.server();
        Instance instance = storage.instance();
        Operations operations = new Operations(settings.nativeThreads(), settings.maximumInFlight(), FaultDomains.NONE);
        stops.push(() -> end(operations));
        complainOfPropagation(host);
        return new Services(configuration, operations)
                .onInstance(storage.volumesOf(instance, host), storage.placeOf(instance), host);
    }

    private void complainOfPropagation(Host host) {
        new Propagation(host, configuration.kubelet().directory())
                .complaint()
                .ifPresent(complaint -> LOG.atWarn().log(complaint));
    }

    private void watchLabels(PrometheusRegistry registry) {
        NodeSettings node = configuration.node();
        PlaceWatch watch = PlaceWatch.start(
                NodePlace.ofThisPod(node.nodeId(), node.labels()),
                node.topology().segments());
        NodeLabelMetrics.register(registry, watch::differing);
        stops.push(watch::close);
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
    public synchronized boolean stop() {
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
