package dev.zonal.csi.client;

import dev.zonal.csi.config.Endpoint;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;

/**
 * A look at who listens on a socket, because what gRPC says of a connection that failed is no sentence for a person.
 */
final class Listener {
    private Listener() {}

    /** Why a call to that endpoint found nobody, and what to do about it. */
    static String whyNobodyAnswers(Endpoint endpoint) {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(endpoint.socket()))) {
            return "whoever listens on " + endpoint + " does not speak gRPC";
        } catch (IOException refused) {
            return sentence(endpoint, String.valueOf(refused.getMessage()));
        }
    }

    private static String sentence(Endpoint endpoint, String reason) {
        if (reason.contains("Permission denied")) {
            return "permission denied on " + endpoint + "; run this as root or as the user that the driver runs as";
        }
        if (Files.isRegularFile(endpoint.socket()) || Files.isDirectory(endpoint.socket())) {
            return endpoint.socket() + " is no socket; name the driver's with --endpoint or CSI_ENDPOINT";
        }
        if (Files.exists(endpoint.socket())) {
            return "nobody listens on " + endpoint + "; the driver that made this socket has ended: start it again";
        }
        return "there is no socket " + endpoint
                + "; start the driver (zonal serve), or name another with --endpoint or CSI_ENDPOINT";
    }
}
