package dev.zonal.csi.server;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every gRPC server of the driver has in common: its threads, the bounds of its connections, and how it stops. */
final class BoundedServer {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedServer.class);

    private static final int LARGEST_MESSAGE_BYTES = 4 << 20;
    private static final int LARGEST_METADATA_BYTES = 16 << 10;

    /** Each can hold an answer that its caller does not read. */
    private static final int MOST_STREAMS_PER_CONNECTION = 256;

    private static final int MOST_CONNECTIONS = 512;
    private static final int MOST_RESETS_PER_WINDOW = 2000;
    private static final int RESET_WINDOW_SECONDS = 10;
    private static final int FLOW_CONTROL_WINDOW_BYTES = 256 << 10;
    private static final Duration SHORTEST_KEEPALIVE = Duration.ofSeconds(5);
    private static final Duration AFTER_GRACE = Duration.ofSeconds(1);

    private BoundedServer() {}

    static <C extends ServerChannel> C bounded(C channel) {
        channel.pipeline().addLast(new ConnectionLimit(MOST_CONNECTIONS));
        return channel;
    }

    static NettyServerBuilder bounded(NettyServerBuilder builder, ServerThreads threads) {
        return builder.withChildOption(ChannelOption.ALLOCATOR, threads.buffers())
                .bossEventLoopGroup(threads.eventLoop())
                .workerEventLoopGroup(threads.eventLoop())
                .directExecutor()
                .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
                .maxInboundMetadataSize(LARGEST_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(MOST_STREAMS_PER_CONNECTION)
                .maxRstFramesPerWindow(MOST_RESETS_PER_WINDOW, RESET_WINDOW_SECONDS)
                .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                .permitKeepAliveTime(SHORTEST_KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
    }

    /** Takes no new calls, and waits for the running ones; what is not done in time is cut off. */
    static void stop(Server server, Object address, Duration grace) {
        server.shutdown();
        if (!ended(server, grace)) {
            LOG.atWarn().addKeyValue("socket", address).log("calls still ran after the grace period and are cut off");
            server.shutdownNow();
            ended(server, AFTER_GRACE);
        }
    }

    private static boolean ended(Server server, Duration atMost) {
        try {
            return server.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
