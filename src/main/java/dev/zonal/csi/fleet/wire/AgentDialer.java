package dev.zonal.csi.fleet.wire;

import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.model.StorageException;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Reaches the agent of one node. A peer that is gone without a word is noticed by pings that nobody answers. */
public final class AgentDialer implements AgentSession.Dialer {
    private static final int LARGEST_ANSWER_BYTES = 16 << 20;
    private static final Duration PING = Duration.ofSeconds(6);
    private static final Duration PONG = Duration.ofSeconds(4);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final String node;
    private final Supplier<Optional<ControlAddress>> address;
    private final EventLoopGroup eventLoop;
    private final Optional<SslContext> tls;

    /**
     * @param eventLoop moves the bytes of all connections
     * @param tls by which both know each other on TCP
     */
    public AgentDialer(String node, ControlAddress address, EventLoopGroup eventLoop, Optional<SslContext> tls) {
        this(node, () -> Optional.of(address), eventLoop, tls);
    }

    /** @param address where it is now, asked before each connection; empty where it is nowhere */
    public AgentDialer(
            String node,
            Supplier<Optional<ControlAddress>> address,
            EventLoopGroup eventLoop,
            Optional<SslContext> tls) {
        this.node = node;
        this.address = address;
        this.eventLoop = eventLoop;
        this.tls = tls;
    }

    @Override
    public AgentSession dial() {
        return new RemoteAgent(node, connection(tls));
    }

    /** @throws StorageException.Unavailable where it is nowhere */
    ManagedChannel connection(Optional<SslContext> security) {
        ControlAddress now =
                address.get().orElseThrow(() -> new StorageException.Unavailable("no pod of the driver is there"));
        return builder(now, security)
                .eventLoopGroup(eventLoop)
                .overrideAuthority(node)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(CONNECT.toMillis()))
                .keepAliveTime(PING.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(PONG.toMillis(), TimeUnit.MILLISECONDS)
                .maxInboundMessageSize(LARGEST_ANSWER_BYTES)
                .directExecutor()
                .build();
    }

    private static NettyChannelBuilder builder(ControlAddress address, Optional<SslContext> security) {
        return switch (address) {
            case ControlAddress.Unix unix ->
                NettyChannelBuilder.forAddress(
                                new DomainSocketAddress(unix.socket().toFile()))
                        .usePlaintext()
                        .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class);
            case ControlAddress.Tcp tcp -> {
                NettyChannelBuilder builder =
                        NettyChannelBuilder.forAddress(tcp.host(), tcp.port()).channelType(EpollSocketChannel.class);
                yield security.map(builder::sslContext).orElseGet(builder::usePlaintext);
            }
        };
    }
}
