package dev.zonal.csi;

import dev.zonal.csi.cloud.description.CloudDescription;
import dev.zonal.csi.cloud.description.DescriptionFile;
import dev.zonal.csi.cloud.simulator.CloudFolderException;
import dev.zonal.csi.config.Configuration.LogFormat;
import dev.zonal.csi.config.Configuration.LogSettings;
import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.logging.Logging;
import dev.zonal.csi.metrics.HttpException;
import dev.zonal.csi.server.SocketException;
import dev.zonal.csi.store.UnreadableRecordException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zonal cloud serve}: runs a simulated cloud until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Serve a simulated cloud, until SIGTERM or SIGINT.",
        footer = {
            "",
            "Example:",
            "  zonal cloud serve --preset aws --folder /var/lib/zonal/cloud --listen unix:///run/zonal/cloud.sock"
        })
final class CloudServeCommand implements Callable<Integer> {
    private static final int WRONG_USE = 2;
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "Describes the cloud; lies over a preset.")
    private @Nullable Path config;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "The cloud where there is no --config: generic (the default), alibaba, aws, gcp, azure.")
    private @Nullable String preset;

    @Option(
            names = "--folder",
            defaultValue = "/var/lib/zonal/cloud",
            paramLabel = "FOLDER",
            description = "Where it keeps everything (default ${DEFAULT-VALUE}); best on a filesystem with reflinks.")
    private Path folder;

    @Mixin
    private CloudDoorOptions reached;

    @Option(
            names = "--tracing",
            paramLabel = "http://HOST:PORT",
            description =
                    "The OpenTelemetry collector that gets a trace of each call (OTLP over HTTP); none unless said.")
    private @Nullable URI collector;

    @Option(
            names = "--log-level",
            defaultValue = "INFO",
            paramLabel = "LEVEL",
            description = "debug, info, warn or error (default ${DEFAULT-VALUE}).")
    private Level level;

    @Option(
            names = "--log-format",
            defaultValue = "TEXT",
            paramLabel = "FORMAT",
            description = "text or json (default ${DEFAULT-VALUE}).")
    private LogFormat format;

    @Override
    public Integer call() {
        try {
            CloudDescription description = description();
            Logging.start(new LogSettings(format, level), System.err);
            CloudServer server = CloudServer.start(
                    description,
                    folder.toAbsolutePath().normalize(),
                    reached.doors(),
                    TraceOutput.of(Optional.ofNullable(collector), "zonal-cloud", Map.of()));
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
                        server.stop();
                        Runtime.getRuntime().halt(0);
                    }));
            server.awaitStop();
            return 0;
        } catch (ConfigurationException wrong) {
            spec.commandLine().getErr().println("zonal: " + wrong.getMessage());
            return WRONG_USE;
        } catch (CloudFolderException
                | UnreadableRecordException
                | HostException
                | SocketException
                | HttpException failed) {
            spec.commandLine().getErr().println("zonal: " + failed.getMessage());
            return FAILED;
        }
    }

    private CloudDescription description() {
        if (config != null && preset != null) {
            throw new ConfigurationException("--preset: the file of --config names its preset itself (preset: " + preset
                    + "); give one of the two");
        }
        if (config != null) {
            return DescriptionFile.read(config);
        }
        return DescriptionFile.preset(preset == null ? DescriptionFile.PRESETS.getFirst() : preset);
    }
}
