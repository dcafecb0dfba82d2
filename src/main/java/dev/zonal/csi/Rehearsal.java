package dev.zonal.csi;

import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.ServerSettings;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.linux.LinuxHost;
import dev.zonal.csi.logging.Logging;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Goes once through what every start goes through, on a socket of its own and without a pool, so that the JVM can keep
 * what it loaded and linked for the starts to come (-XX:AOTCacheOutput): they take half the time then.
 */
@Command(name = "rehearse", hidden = true, description = "Used by the launcher after a build.")
final class Rehearsal implements Callable<Integer> {
    private static final List<String> LINES = List.of(
            "--help",
            "volume create --help",
            "probe",
            "topology",
            "capacity -o yaml",
            "volume list -o json",
            "volume create rehearsal --size 1Gi --topology zone=a",
            "volume show vol-rehearsal",
            "snapshot list");

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("zonal-rehearsal");
        Path socket = folder.resolve("csi.sock");
        try {
            serveAndAsk(ServeCommand.configuration(
                    List.of("--endpoint", socket.toString(), "--topology", "zone=a", "--pool", "none")));
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(folder);
        }
        return 0;
    }

    private static void serveAndAsk(Configuration configuration) {
        Logging.start(configuration.log(), OutputStream.nullOutputStream());
        ServerSettings settings = configuration.server();
        Host host = LinuxHost.of(new ProcessCommands());
        LocalBackend backend = new LocalBackend(List.of(), 0);
        try (Operations operations = new Operations(1, 1);
                ServerThreads threads = new ServerThreads()) {
            SocketServer server = SocketServer.start(
                    settings.endpoint().socket(),
                    threads,
                    new CallGuard(new CallMetrics(new PrometheusRegistry()), settings.maximumInFlight()),
                    new Services(configuration, backend, backend, backend.housekeeping(), host, operations)
                            .all(Version.current()));
            for (String line : LINES) {
                ask(line + " --endpoint " + settings.endpoint());
            }
            server.stop(settings.shutdownGrace());
        }
    }

    /** What is answered doesn't matter here. */
    private static void ask(String line) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        String[] arguments = line.split(" ", -1);
        var _ = Main.commandLine(arguments).setOut(nowhere).setErr(nowhere).execute(arguments);
    }
}
