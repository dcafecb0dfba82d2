package dev.zonal.csi;

import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.ServerSettings;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.linux.LinuxHost;
import dev.zonal.csi.logging.Logging;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.metrics.HttpEndpoint;
import dev.zonal.csi.metrics.Readiness;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Goes once through what every start goes through, on a socket of its own and without volumes, so that the JVM can keep
 * what it loaded and linked for the starts to come (-XX:AOTCacheOutput): they take half the time then. What is gone
 * through here is loaded by every start, and stays in the memory of the driver: so it is no more than that.
 */
@Command(name = "rehearse", hidden = true, description = "Used by the launcher after a build.")
final class Rehearsal implements Callable<Integer> {
    private static final List<String> LINES =
            List.of("probe", "topology", "volume list", "volume create rehearsal --size 1Gi", "snapshot list");

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("zonal-rehearsal");
        try {
            Configuration configuration = ServeCommand.configuration(List.of(
                    "--endpoint", folder.resolve("csi.sock").toString(),
                    "--run-dir", folder.resolve("run").toString(),
                    "--topology", "zone=a",
                    "--pool", Files.createDirectory(folder.resolve("pool")).toString()));
            Logging.start(configuration.log(), OutputStream.nullOutputStream());
            Host host = LinuxHost.of(new ProcessCommands());
            openPool(configuration, host);
            serveAndAsk(configuration, host);
        } finally {
            remove(folder);
        }
        return 0;
    }

    /** Most folders are on no filesystem for a pool: then the refusal is as good. */
    private static void openPool(Configuration configuration, Host host) {
        try {
            LocalStorage.open(configuration, host).close();
        } catch (StorageException | HostException refused) {
            // What a start goes through until then has been gone through.
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void serveAndAsk(Configuration configuration, Host host) {
        ServerSettings settings = configuration.server();
        LocalBackend backend = new LocalBackend(List.of(), 0);
        PrometheusRegistry registry = new PrometheusRegistry();
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ServerThreads threads = new ServerThreads();
                HttpEndpoint http =
                        HttpEndpoint.start(anyPort, threads.eventLoop(), threads.calls(), registry, new Readiness());
                Operations operations = new Operations(1, 1)) {
            SocketServer server = SocketServer.start(
                    settings.endpoint().socket(),
                    threads,
                    new CallGuard(new CallMetrics(registry), settings.maximumInFlight(), settings.callTimeout()),
                    new Services(configuration, backend, backend, backend.housekeeping(), host, operations)
                            .all(Version.current()));
            for (String line : LINES) {
                ask(line + " --endpoint " + settings.endpoint());
            }
            scrape(http.address());
            server.stop(settings.shutdownGrace());
        }
    }

    private static void scrape(InetSocketAddress address) {
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            client.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What is answered doesn't matter here. */
    private static void ask(String line) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        String[] arguments = line.split(" ", -1);
        var _ = Main.commandLine(arguments).setOut(nowhere).setErr(nowhere).execute(arguments);
    }
}
