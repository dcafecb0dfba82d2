package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeResponse;
import dev.zonal.csi.v1.ProbeRequest;
import io.grpc.StatusRuntimeException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SocketServerTest {
    private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir
    Path folder;

    @Test
    void makesTheParentFolderAndLetsOnlyOwnerAndGroupConnect() throws Exception {
        Path parent = folder.resolve("a/b");
        Path socket = parent.resolve("csi.sock");

        try (TestServer server = new TestServer(socket)) {
            assertThat(server.identity()
                            .probe(ProbeRequest.getDefaultInstance())
                            .getReady()
                            .getValue())
                    .isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");
            assertThat(content(parent)).containsExactly("csi.sock");
        }
        assertThat(content(parent)).isEmpty();
    }

    @Test
    void bindsAtThePathOfTheGreatestLength() {
        String name = "csi.sock";
        int left = 107 - folder.toString().length() - name.length() - 2;
        Path socket = folder.resolve("x".repeat(left)).resolve(name);
        assertThat(socket.toString()).hasSize(107);

        try (TestServer server = new TestServer(socket)) {
            assertThat(server.identity()
                            .probe(ProbeRequest.getDefaultInstance())
                            .hasReady())
                    .isTrue();
        }
    }

    @Test
    void replacesTheSocketOfADeadProcess() throws Exception {
        Path socket = folder.resolve("csi.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();

        try (TestServer server = new TestServer(socket)) {
            assertThat(server.identity()
                            .probe(ProbeRequest.getDefaultInstance())
                            .hasReady())
                    .isTrue();
        }
    }

    @Test
    void refusesTheSocketOfALiveProcess() {
        Path socket = folder.resolve("csi.sock");
        try (TestServer first = new TestServer(socket)) {
            assertThatThrownBy(() -> new TestServer(socket))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + " (")
                    .hasMessageContaining(") listens on " + socket + "; stop it");
            assertThat(first.identity().probe(ProbeRequest.getDefaultInstance()).hasReady())
                    .isTrue();
        }
    }

    @Test
    void refusesASocketWhoseListenerIsTooBusyToAnswer() throws Exception {
        Path socket = folder.resolve("csi.sock");
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(socket), 1);
            assertThat(SocketProbe.isLive(socket)).isTrue();
            assertThat(SocketProbe.isLive(socket)).isTrue();
            assertThat(SocketProbe.isLive(socket)).isTrue();
        }
        assertThat(SocketProbe.isLive(socket)).isFalse();
    }

    @Test
    void leavesAFileAloneThatIsNoSocket() throws Exception {
        Path file = Files.writeString(folder.resolve("csi.sock"), "precious");

        assertThatThrownBy(() -> new TestServer(file))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("is not a socket");
        assertThat(file).hasContent("precious");
        assertThat(content(folder)).containsExactly("csi.sock");
    }

    @Test
    void leavesASocketAloneThatAnotherProcessPutInItsPlace() throws Exception {
        Path socket = folder.resolve("csi.sock");
        TestServer server = new TestServer(socket);
        Files.delete(socket);
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));
            server.close();
            assertThat(socket).exists();
        }
    }

    @Test
    void runningCallsFinishWithinTheGracePeriodAndNewOnesAreNotTaken() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (TestServer server = new TestServer(folder.resolve("csi.sock"))) {
            server.controller.createVolume = request -> {
                running.countDown();
                await(goOn);
                return "done";
            };
            CompletableFuture<CreateVolumeResponse> call = CompletableFuture.supplyAsync(
                    () -> server.controller().createVolume(CreateVolumeRequest.getDefaultInstance()), others);
            running.await();

            CompletableFuture<Void> stop =
                    CompletableFuture.runAsync(() -> server.stop(Duration.ofSeconds(20)), others);
            while (Files.exists(server.socket)) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> new Http2Exchange(server.socket)).isInstanceOf(java.io.IOException.class);
            goOn.countDown();

            assertThat(call.get().getVolume().getVolumeId()).isEqualTo("done");
            stop.get();
        }
    }

    @Test
    void callsThatOutliveTheGracePeriodAreCutOff() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (TestServer server = new TestServer(folder.resolve("csi.sock"))) {
            server.controller.createVolume = request -> {
                running.countDown();
                await(never);
                return "too late";
            };
            CompletableFuture<CreateVolumeResponse> call = CompletableFuture.supplyAsync(
                    () -> server.controller().createVolume(CreateVolumeRequest.getDefaultInstance()), others);
            running.await();

            server.stop(Duration.ofMillis(50));

            assertThatThrownBy(call::join).hasCauseInstanceOf(StatusRuntimeException.class);
            assertThat(server.log()).contains("are cut off");
            never.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Stream<String> content(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
