package dev.zonal.csi.cli;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.config.Endpoint;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Which driver is asked, and for how long. */
final class ConnectionOptions {
    @Option(
            names = {"-e", "--endpoint"},
            paramLabel = "ENDPOINT",
            defaultValue = "${env:CSI_ENDPOINT:-unix:///run/zonal/csi.sock}",
            description =
                    "The driver's unix socket; CSI_ENDPOINT where it isn't given, else unix:///run/zonal/csi.sock.")
    private Endpoint endpoint;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "How long one call may take: 500ms, 30s, 5m (default ${DEFAULT-VALUE}).")
    private Duration timeout;

    Endpoint endpoint() {
        return endpoint;
    }

    CsiClient connect() {
        return CsiClient.connect(endpoint, timeout);
    }
}
