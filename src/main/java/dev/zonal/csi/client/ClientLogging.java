package dev.zonal.csi.client;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the transport silent: a command's own words are all that its user wants to read. */
final class ClientLogging {
    /** Held here, because the JDK forgets the level of a logger that nobody holds. */
    private static final List<Logger> TRANSPORT = List.of(Logger.getLogger("io.netty"), Logger.getLogger("io.grpc"));

    private ClientLogging() {}

    /** To be called before netty's first class is loaded: its choice of a logging framework costs a command 0.1 s. */
    static void silence() {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        TRANSPORT.forEach(logger -> logger.setLevel(Level.OFF));
    }
}
