package dev.zonal.csi.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What the sockets of this process share: one thread that moves bytes, and a virtual thread per call. */
public final class ServerThreads implements AutoCloseable {
    private final EventLoopGroup eventLoop;
    private final ExecutorService calls;

    public ServerThreads() {
        eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("socket", true), EpollIoHandler.newFactory());
        calls = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("call-", 0).factory());
    }

    EventLoopGroup eventLoop() {
        return eventLoop;
    }

    ExecutorService calls() {
        return calls;
    }

    /** Lets go of the threads; the servers on them have ended by now. */
    @Override
    public void close() {
        calls.shutdownNow();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
