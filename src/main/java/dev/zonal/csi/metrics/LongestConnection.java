package dev.zonal.csi.metrics;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a connection after so long, whatever it does; taken out of the pipeline, it ends none. */
public final class LongestConnection extends ChannelInboundHandlerAdapter {
    private final Duration longest;
    private @Nullable Future<?> ending;

    public LongestConnection(Duration longest) {
        this.longest = longest;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Runnable end = () -> {
            var _ = context.close();
        };
        ending = context.executor().schedule(end, longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Also called when the connection has ended. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (ending != null) {
            ending.cancel(false);
        }
    }
}
