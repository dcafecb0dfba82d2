package dev.zonal.csi.server;

import io.netty.handler.ssl.SslContext;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Who gets through to a port.
 *
 * @param tls shows who this is, and may ask each peer who it is
 * @param refused told why, for each connection that was refused
 * @param admitted whether a call with that {@code authorization} header is served, where the peers are known by one
 */
public record PortSecurity(SslContext tls, Consumer<Throwable> refused, Optional<Predicate<String>> admitted) {}
