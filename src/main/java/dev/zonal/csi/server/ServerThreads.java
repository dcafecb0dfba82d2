package dev.zonal.csi.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What the sockets of this process share: one thread that moves bytes, and a virtual thread per call. */
public final class ServerThreads implements AutoCloseable {
    private static final int PAGE_BYTES = 8 << 10;

    /** Memory is taken in pieces of 128 KiB: an idle driver needs less than one. */
    private static final int PAGES_BY_POWER_OF_TWO = 4;

    private final ByteBufAllocator buffers =
            new PooledByteBufAllocator(true, 0, 1, PAGE_BYTES, PAGES_BY_POWER_OF_TWO, 0, 0, false);
    private final EventLoopGroup eventLoop;
    private final ExecutorService calls;

    public ServerThreads() {
        eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("socket", true), EpollIoHandler.newFactory());
        // A loop without any task ahead looks for one every second; with this one it sleeps until it is called.
        var _ = eventLoop.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.DAYS);
        calls = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("call-", 0).factory());
    }

    /** What the bytes on their way stand in; one thread moves them, so one arena is enough. */
    ByteBufAllocator buffers() {
        return buffers;
    }

    /** Moves the bytes of all sockets; nothing that runs on it may wait. */
    public EventLoopGroup eventLoop() {
        return eventLoop;
    }

    /** Runs what may wait. */
    public ExecutorService calls() {
        return calls;
    }

    /** Lets go of the threads; the servers on them have ended by now. */
    @Override
    public void close() {
        calls.shutdownNow();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
