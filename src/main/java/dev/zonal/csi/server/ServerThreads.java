package dev.zonal.csi.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the server: one event loop that moves the bytes of all sockets and answers with constants, and a virtual
 * thread for each call that does more. Blocking system calls run on neither.
 */
public final class ServerThreads implements AutoCloseable {
    private final ByteBufAllocator buffers = new UnpooledByteBufAllocator(true);
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

    /**
     * What the bytes on their way stand in. A pool would make a cache for each thread that writes an answer, and each call
     * has a thread of its own.
     */
    ByteBufAllocator buffers() {
        return buffers;
    }

    /** Moves the bytes of all sockets; nothing that runs on it may wait. */
    public EventLoopGroup eventLoop() {
        return eventLoop;
    }

    /** Whether the current thread is the event loop. */
    boolean isEventLoop() {
        return eventLoop.next().inEventLoop();
    }

    /** Runs a task on the event loop, after so long. */
    Future<?> after(Duration delay, Runnable task) {
        return eventLoop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs each task on a virtual thread of its own. */
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
