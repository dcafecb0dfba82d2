package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.zonal.csi.config.Configuration.LogFormat;
import dev.zonal.csi.config.Configuration.LogSettings;
import dev.zonal.csi.logging.Logging;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.ProbeRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** Whoever reads the log may stop reading: a full disk of the node, a stopped container runtime. */
@Timeout(60)
final class BlockedLogTest {
    private final CountDownLatch readers = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);

    @TempDir
    Path folder;

    private final OutputStream full = new OutputStream() {
        @Override
        public void write(int letter) {
            blocked.countDown();
            try {
                readers.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
    };

    /** With threads of its own: those of the server are what may be blocked. */
    private final ServerThreads callers = new ServerThreads();

    @AfterEach
    void end() {
        callers.close();
    }

    @Test
    void whoWatchesTheDriverIsAnsweredThoughNobodyReadsTheLog() throws Exception {
        try (TestServer server = new TestServer(folder.resolve("csi.sock"))) {
            ManagedChannel channel = channel(server.socket);
            Logging.start(new LogSettings(LogFormat.TEXT, Level.INFO), full);
            try {
                var _ = ControllerGrpc.newFutureStub(channel)
                        .createVolume(CreateVolumeRequest.newBuilder()
                                .setName("n".repeat(5000))
                                .build());
                blocked.await();

                assertThatCode(() -> IdentityGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(10, TimeUnit.SECONDS)
                                .probe(ProbeRequest.getDefaultInstance()))
                        .doesNotThrowAnyException();
            } finally {
                readers.countDown();
                channel.shutdownNow();
            }
        }
    }

    private ManagedChannel channel(Path socket) {
        return NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                .eventLoopGroup(callers.eventLoop())
                .usePlaintext()
                .overrideAuthority("localhost")
                .build();
    }
}
