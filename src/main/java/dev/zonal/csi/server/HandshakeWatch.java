package dev.zonal.csi.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells of each TLS handshake that fails on the connections that are accepted: the transport keeps that to itself. */
final class HandshakeWatch extends ChannelInboundHandlerAdapter {
    private final Consumer<Throwable> refused;

    HandshakeWatch(Consumer<Throwable> refused) {
        this.refused = refused;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        context.fireChannelRead(accepted);
        Channel connection = (Channel) accepted;
        if (connection.isRegistered()) {
            // By then the connection has got its handlers.
            connection.eventLoop().execute(() -> watch(connection));
        }
    }

    private void watch(Channel connection) {
        Optional.ofNullable(connection.pipeline().get(SslHandler.class))
                .ifPresent(tls -> tls.handshakeFuture().addListener(handshake -> {
                    Throwable cause = handshake.cause();
                    if (cause != null) {
                        refused.accept(cause);
                    }
                }));
    }
}
