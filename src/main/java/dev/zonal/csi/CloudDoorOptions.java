package dev.zonal.csi;

import dev.zonal.csi.cloud.console.ConsoleServer;
import dev.zonal.csi.config.BearerToken;
import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.tls.ServerCertificate;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say where a simulated cloud is reached, and by whom. */
final class CloudDoorOptions {
    @Option(
            names = {"--listen", "--endpoint"},
            defaultValue = "${env:ZONAL_CLOUD:-unix:///run/zonal/cloud.sock}",
            paramLabel = "ADDRESS",
            description =
                    "A unix socket, or tcp://HOST:PORT with TLS and a token; repeatable. ZONAL_CLOUD where it isn't given, else unix:///run/zonal/cloud.sock.")
    private List<ControlAddress> addresses;

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description = "Where the console, /metrics, /healthz and /readyz are served; nowhere unless said.")
    private @Nullable InetSocketAddress http;

    @Option(
            names = "--console-write",
            description = "Let the console change things for who shows the token; else it only shows.")
    private boolean consoleWrite;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token, one line of 16 or more characters.")
    private @Nullable Path tokenFile;

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "By which it is known to others, as PEM.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The private key of that, as PEM (PKCS #8).")
    private @Nullable Path key;

    /** @throws ConfigurationException where they let somebody in who must not be */
    CloudDoors doors() {
        if ((certificate == null) != (key == null)) {
            throw new ConfigurationException("--tls-certificate, --tls-key: say both, or none of them");
        }
        for (ControlAddress address : addresses) {
            if (address instanceof ControlAddress.Tcp && (certificate == null || tokenFile == null)) {
                throw new ConfigurationException("--listen: tcp://" + address + " is for everybody who gets there;"
                        + " it needs --tls-certificate, --tls-key and --token-file");
            }
        }
        if (consoleWrite && (http == null || tokenFile == null)) {
            throw new ConfigurationException("--console-write: needs --http, where the console is, and --token-file,"
                    + " so that not everybody on this machine changes the cloud");
        }
        if (http != null && certificate == null && !http.getAddress().isLoopbackAddress()) {
            throw new ConfigurationException("--http: " + http + " is reached from other machines, and needs"
                    + " --tls-certificate and --tls-key; or write 127.0.0.1:" + http.getPort());
        }
        Optional<BearerToken> token = Optional.ofNullable(tokenFile).map(BearerToken::read);
        Optional<ServerCertificate> known = Optional.ofNullable(certificate)
                .flatMap(file -> Optional.ofNullable(key).map(secret -> ServerCertificate.read(file, secret)));
        return new CloudDoors(
                addresses,
                token,
                known,
                Optional.ofNullable(http)
                        .map(address -> new ConsoleServer.Access(
                                address, token.filter(_ -> consoleWrite), known.map(ServerCertificate::ofHttp))));
    }
}
