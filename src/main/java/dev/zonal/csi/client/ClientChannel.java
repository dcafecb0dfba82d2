package dev.zonal.csi.client;

import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.Endpoint;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A gRPC channel to a unix socket or a TCP port, with the one thread that it needs. */
public final class ClientChannel implements AutoCloseable {
    private static final int LARGEST_ANSWER_BYTES = 64 << 20;

    /**
     * Kept silent, since a command's own words are all that its user wants to read; and held here, because the JDK
     * forgets the level of a logger that nobody holds.
     */
    private static final List<Logger> TRANSPORT = List.of(Logger.getLogger("io.netty"), Logger.getLogger("io.grpc"));

    private final EventLoopGroup threads;
    private final ManagedChannel channel;

    private ClientChannel(ControlAddress address, Optional<SslContext> tls) {
        threads = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("csi-client", true), EpollIoHandler.newFactory());
        channel = builder(address, tls)
                .eventLoopGroup(threads)
                .maxInboundMessageSize(LARGEST_ANSWER_BYTES)
                .directExecutor()
                .build();
    }

    private static NettyChannelBuilder builder(ControlAddress address, Optional<SslContext> tls) {
        return switch (address) {
            case ControlAddress.Unix unix ->
                NettyChannelBuilder.forAddress(
                                new DomainSocketAddress(unix.socket().toFile()))
                        .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                        .usePlaintext()
                        // A socket's path is no authority (RFC 9113, section 8.3.1): strict servers answer HTTP 400 to
                        // it.
                        .overrideAuthority("localhost");
            case ControlAddress.Tcp tcp -> {
                NettyChannelBuilder builder =
                        NettyChannelBuilder.forAddress(tcp.host(), tcp.port()).channelType(EpollSocketChannel.class);
                yield tls.map(builder::sslContext).orElseGet(builder::usePlaintext);
            }
        };
    }

    /** It connects with the first call. */
    public static ClientChannel to(Endpoint endpoint) {
        return to(new ControlAddress.Unix(endpoint.socket()), Optional.empty());
    }

    /**
     * It connects with the first call.
     *
     * @param tls which servers are believed on TCP; without it anybody, and nothing is encrypted
     */
    public static ClientChannel to(ControlAddress address, Optional<SslContext> tls) {
        silenceTransport();
        return new ClientChannel(address, tls);
    }

    /** To be called before netty's first class is initialized: its choice of a logging framework costs a command 0.1 s. */
    private static void silenceTransport() {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        TRANSPORT.forEach(logger -> logger.setLevel(Level.OFF));
    }

    public Channel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        // No quiet period: a command ends when its last answer is there.
        var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
