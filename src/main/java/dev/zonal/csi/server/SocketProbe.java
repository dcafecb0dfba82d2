package dev.zonal.csi.server;

import java.io.IOException;
import java.nio.file.Path;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;

/** Asks a socket whether somebody listens behind it. */
final class SocketProbe {
    private SocketProbe() {}

    /**
     * Whether a process listens there; where that can't be told, it counts as one that does.
     */
    static boolean isLive(Path socket) {
        try (UnixSocketChannel channel = UnixSocketChannel.open()) {
            // A listener whose queue is full would keep a blocking caller waiting; this way it is found out at once.
            channel.configureBlocking(false);
            channel.connect(new UnixSocketAddress(socket.toFile()));
            return true;
        } catch (IOException failed) {
            String reason = String.valueOf(failed.getMessage());
            return !reason.contains("Connection refused");
        }
    }
}
