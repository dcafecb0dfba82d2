package dev.zonal.csi.server;

import io.netty.handler.ssl.SslContext;
import java.util.function.Consumer;

/**
 * Who gets through to a port.
 *
 * @param tls asks each peer who it is
 * @param refused told why, for each connection that was refused
 */
public record PortSecurity(SslContext tls, Consumer<Throwable> refused) {}
