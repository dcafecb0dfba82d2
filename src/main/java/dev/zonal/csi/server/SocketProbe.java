package dev.zonal.csi.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Asks a socket whether somebody listens behind it. */
final class SocketProbe {
    private SocketProbe() {}

    /**
     * Whether a process listens there; where that can't be told, it counts as one that does.
     */
    static boolean isLive(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // A listener whose queue is full would keep a blocking caller waiting; this way it is found out at once.
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return true;
        } catch (IOException failed) {
            String reason = String.valueOf(failed.getMessage());
            return !reason.contains("Connection refused");
        }
    }
}
