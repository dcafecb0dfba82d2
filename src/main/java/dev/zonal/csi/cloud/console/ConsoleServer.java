package dev.zonal.csi.cloud.console;

import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.config.BearerToken;
import dev.zonal.csi.metrics.HttpEndpoint;
import dev.zonal.csi.metrics.HttpPages;
import dev.zonal.csi.metrics.LongestConnection;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** The port on which a cloud is seen in a browser: the page, its stream of states, and beside them metrics and health. */
public final class ConsoleServer {
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);
    private static final int LARGEST_REQUEST_BYTES = 16 << 10;

    private ConsoleServer() {}

    /**
     * How the console is reached.
     *
     * @param writer what a browser has to show to change something; empty where none may
     * @param tls without it, only what is called by a name of this machine is served
     */
    public record Access(InetSocketAddress address, Optional<BearerToken> writer, Optional<SslContext> tls) {}

    /**
     * What is subject.
     *
     * @param changes how many there were in the cloud; asked often
     * @param version of the program
     */
    public record Subject(CloudControl control, LongSupplier changes, String version) {}

    /**
     * Serves from now on.
     *
     * @param eventLoop moves the bytes
     * @param workers make the answers, which may wait for the cloud
     * @param others what the port serves beside the console
     * @throws dev.zonal.csi.metrics.HttpException where the address can't be had
     */
    public static HttpEndpoint start(
            Access access, Subject subject, EventLoopGroup eventLoop, Executor workers, HttpPages others) {
        States states = new States(
                subject.control(),
                subject.changes(),
                StateDocument.Frame.of(subject.version(), access.writer().isPresent()));
        boolean tls = access.tls().isPresent();
        Viewers viewers = new Viewers(states, eventLoop.next(), workers);
        ConsolePages pages = new ConsolePages(
                new HostRule(tls),
                new WriteRule(access.writer(), tls),
                states,
                new ConsoleControls(subject.control()),
                others);
        return HttpEndpoint.listen(access.address(), eventLoop, pipeline -> {
            secure(access, pipeline);
            pipeline.addLast(
                    new LongestConnection(LONGEST_REQUEST),
                    new HttpServerCodec(),
                    new HttpObjectAggregator(LARGEST_REQUEST_BYTES),
                    new ConsoleHandler(pages, viewers, workers));
        });
    }

    private static void secure(Access access, ChannelPipeline pipeline) {
        access.tls()
                .map(tls -> tls.newHandler(pipeline.channel().alloc()))
                .ifPresent(handler -> pipeline.addLast(handler));
    }
}
