package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.OutputOption;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.wire.CloudAddress;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.config.BearerToken;
import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.model.StorageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks a cloud something, and shows the answer. What the cloud refuses ends the program. */
abstract class CloudCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-e", "--endpoint"},
            paramLabel = "ENDPOINT",
            defaultValue = "${env:ZONAL_CLOUD:-unix:///run/zonal/cloud.sock}",
            description =
                    "Where the cloud is: a unix socket, or tcp://HOST:PORT. ZONAL_CLOUD where it isn't given, else unix:///run/zonal/cloud.sock.")
    private ControlAddress endpoint;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            defaultValue = "${env:ZONAL_CLOUD_CA}",
            description = "Who signs the certificate of a cloud on TCP, as PEM; ZONAL_CLOUD_CA where it isn't given.")
    private @Nullable Path authorities;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:ZONAL_CLOUD_TOKEN_FILE}",
            description = "Holds the token for a cloud on TCP; ZONAL_CLOUD_TOKEN_FILE where it isn't given.")
    private @Nullable Path tokenFile;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "How long one call, or --wait, may take: 500ms, 30s, 5m (default ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            defaultValue = "operator",
            description = "Whose rate limits the calls count for (default ${DEFAULT-VALUE}).")
    private String account;

    @Mixin
    private OutputOption output;

    abstract Shown ask(CloudConnection connection);

    @Override
    public Integer call() {
        try (CloudConnection connection = connect()) {
            return show(ask(connection));
        }
    }

    final int show(Shown shown) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(shown.as(output.format(), spec.commandLine().getColorScheme().ansi()));
        out.flush();
        return shown.exitCode();
    }

    final CloudConnection connect() {
        try {
            return CloudConnection.to(
                    new CloudAddress(
                            endpoint,
                            Optional.ofNullable(authorities),
                            Optional.ofNullable(tokenFile).map(BearerToken::read)),
                    timeout);
        } catch (ConfigurationException | StorageException.FailedPrecondition wrong) {
            throw misused(String.valueOf(wrong.getMessage()));
        }
    }

    final OutputOption.Format format() {
        return output.format();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** The cloud as the caller's account sees it. */
    final Cloud cloud(CloudConnection connection) {
        return connection.as(account);
    }

    final Duration timeout() {
        return timeout;
    }

    /** What was written on the command line makes no sense, and here is why. */
    final ParameterException misused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
