package dev.zonal.csi.metrics;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** {@code /metrics}, {@code /healthz} and {@code /readyz} for those who watch over the driver. */
public final class HttpEndpoint implements AutoCloseable {
    private static final int BACKLOG = 16;

    /** Each is one question and its answer. */
    private static final Duration LONGEST_CONNECTION = Duration.ofSeconds(30);

    private final Channel listening;
    private final ChannelGroup connections;

    private HttpEndpoint(Channel listening, ChannelGroup connections) {
        this.listening = listening;
        this.connections = connections;
    }

    /**
     * Answers from now on.
     *
     * @param eventLoop moves the bytes
     * @param renderers make the pages, which may wait for a disk
     * @throws HttpException where the address can't be had
     */
    public static HttpEndpoint start(
            InetSocketAddress address,
            EventLoopGroup eventLoop,
            Executor renderers,
            PrometheusRegistry registry,
            Readiness readiness) {
        return start(address, eventLoop, renderers, new HttpPages(registry, readiness), LONGEST_CONNECTION);
    }

    static HttpEndpoint start(
            InetSocketAddress address,
            EventLoopGroup eventLoop,
            Executor renderers,
            HttpPages pages,
            Duration longestConnection) {
        return listen(
                address,
                eventLoop,
                pipeline -> pipeline.addLast(
                        new LongestConnection(longestConnection),
                        new HttpServerCodec(),
                        new HttpAnswer(pages, renderers)));
    }

    /**
     * Answers by those handlers from now on.
     *
     * @param handlers adds them to each connection
     * @throws HttpException where the address can't be had
     */
    public static HttpEndpoint listen(
            InetSocketAddress address, EventLoopGroup eventLoop, Consumer<ChannelPipeline> handlers) {
        ChannelGroup connections = new DefaultChannelGroup(eventLoop.next());
        ChannelFuture bound = new ServerBootstrap()
                .group(eventLoop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                // Who has sent the question and ends the sending still waits for the answer.
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connections.add(connection);
                        handlers.accept(connection.pipeline());
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new HttpException(
                    "--http: " + address + " can't be listened on: "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return new HttpEndpoint(bound.channel(), connections);
    }

    /** Where it listens; the port is a real one also where 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
    }
}
