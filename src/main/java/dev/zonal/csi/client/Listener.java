package dev.zonal.csi.client;

import dev.zonal.csi.config.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;

/**
 * A look at who listens on a socket, because what gRPC says of a connection that failed is no sentence for a person.
 *
 * <p>Taken only after a failure: loading jnr's native library costs 0.3 s, more than all the rest of a short command.
 */
final class Listener {
    private Listener() {}

    /** Why a call to that endpoint found nobody, and what to do about it. */
    static String whyNobodyAnswers(Endpoint endpoint) {
        try (UnixSocketChannel _ =
                UnixSocketChannel.open(new UnixSocketAddress(endpoint.socket().toFile()))) {
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
