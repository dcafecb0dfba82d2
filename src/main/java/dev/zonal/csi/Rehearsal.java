package dev.zonal.csi;

import dev.zonal.csi.RehearsalCalls.Part;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.linux.LinuxHost;
import dev.zonal.csi.logging.Logging;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.metrics.HttpEndpoint;
import dev.zonal.csi.metrics.Readiness;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.server.ServerThreads;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Goes through what every start goes through, and every driver soon after: on a socket and over a pool of its own, so
 * that the JVM can keep what it loaded and linked for the starts to come (-XX:AOTCacheOutput). What is gone through here
 * is loaded by every start, and stays in the memory of the driver: so it is no more than that.
 */
final class Rehearsal {
    /** Of a pool that is no folder; what is not written takes no space. */
    private static final String IMAGE_SIZE = "512Mi";

    private Rehearsal() {}

    static void run() throws IOException {
        Path folder = Files.createTempDirectory("zonal-rehearsal");
        try {
            Configuration configuration = configuration(folder, Files.createDirectory(folder.resolve("pool")));
            Logging.start(configuration.log(), OutputStream.nullOutputStream());
            serve(configuration, Part.MAKE);
            // This start finds what the first one left.
            serve(configuration, Part.CLEAR_AWAY);
            // Whoever may not mount goes through less, and starts a pool in an image a little later.
            serve(configuration(folder, folder.resolve("pool.img")));
            scrape();
        } finally {
            remove(folder);
        }
    }

    private static Configuration configuration(Path folder, Path pool) {
        return Serve.configuration(List.of(
                "--endpoint",
                folder.resolve("csi.sock").toString(),
                "--run-dir",
                folder.resolve("run").toString(),
                "--node-id",
                "rehearsal",
                "--topology",
                "zone=a",
                "--pool",
                pool.toString(),
                "--pool-size",
                IMAGE_SIZE,
                "--pool-sparse",
                "default"));
    }

    private static void serve(Configuration configuration, Part... calls) {
        Driver driver = new Driver(configuration, Rehearsal::host);
        try {
            driver.start(Version.current());
            for (Part part : calls) {
                RehearsalCalls.make(part, configuration.server().endpoint().socket());
            }
        } catch (StorageException | HostException refused) {
            // What was gone through until then is worth keeping, also on a disk that has no space left for a pool.
        } finally {
            driver.stop();
        }
    }

    private static Host host() {
        Host host = LinuxHost.of(new ProcessCommands());
        return new Host(RehearsalFiles.over(host.files()), host.loops(), host.mounts(), host.filesystems());
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void scrape() throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        CallMetrics calls = new CallMetrics(registry);
        calls.began();
        calls.ended("Probe", "OK", Duration.ofMillis(1));
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ServerThreads threads = new ServerThreads();
                HttpEndpoint http =
                        HttpEndpoint.start(anyPort, threads.eventLoop(), threads.calls(), registry, new Readiness())) {
            RehearsalCalls.make(Part.SCRAPE, http.address().getPort());
        }
    }
}
