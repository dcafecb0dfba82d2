package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeResponse;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long a call may take, and what becomes of one that nobody waits for any more. */
@Timeout(60)
final class CallDeadlinesTest {
    private static final CreateVolumeRequest REQUEST =
            CreateVolumeRequest.newBuilder().setName("pvc-1").build();

    private final Path folder;

    @AutoClose
    private final TestServer server;

    CallDeadlinesTest(@TempDir Path folder) {
        this.folder = folder;
        this.server = new TestServer(folder.resolve("csi.sock"));
    }

    @Test
    void bindsTheCallersDeadline() throws Exception {
        CompletableFuture<Optional<Duration>> remaining = remainingOfTheNextCall();

        server.controller().withDeadlineAfter(30, TimeUnit.SECONDS).createVolume(REQUEST);

        assertThat(remaining.get())
                .hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30)));
    }

    @Test
    void aCallerWithoutADeadlineGetsThatOfTheDriver() throws Exception {
        CompletableFuture<Optional<Duration>> remaining = remainingOfTheNextCall();

        server.controller().createVolume(REQUEST);

        assertThat(remaining.get())
                .hasValueSatisfying(left ->
                        assertThat(left).isBetween(TestServer.CALL_TIMEOUT.minusMinutes(1), TestServer.CALL_TIMEOUT));
    }

    @Test
    void aCallThatGoesOnForTooLongIsAnsweredInTimeAndOnce() {
        try (TestServer hurried = new TestServer(folder.resolve("hurried.sock"), 100, Duration.ofMillis(50))) {
            HeldCall held = new HeldCall("late");
            hurried.controller.createVolume = held;

            Status status = hurried.failure(REQUEST);

            assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(status.getDescription()).contains("a retry finishes it");
            held.goOn();
            CreateVolumeResponse retried =
                    hurried.controller().withDeadlineAfter(30, TimeUnit.SECONDS).createVolume(REQUEST);
            assertThat(retried.getVolume().getVolumeId()).isEqualTo("late");
            hurried.awaitLog("code=DEADLINE_EXCEEDED");
            assertThat(hurried.log().lines())
                    .filteredOn(line -> line.contains("method=CreateVolume"))
                    .extracting(line -> line.replaceFirst(".*(code=\\w+).*", "$1"))
                    .containsExactlyInAnyOrder("code=DEADLINE_EXCEEDED", "code=OK");
            assertThat(hurried.metrics()).contains("zonal_csi_calls_in_flight 0.0");
        }
    }

    @Test
    void aSafePointKnowsThatTheCallerLeft() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<String> noticed = new CompletableFuture<>();
        server.controller.createVolume = request -> {
            running.countDown();
            while (true) {
                try {
                    Deadline.current().checkpoint();
                } catch (StorageException.DeadlineExceeded gone) {
                    noticed.complete(String.valueOf(gone.getMessage()));
                    throw gone;
                }
                Thread.onSpinWait();
            }
        };
        Context.CancellableContext caller = Context.current().withCancellation();
        caller.run(() -> {
            var _ = ClientCalls.futureUnaryCall(
                    server.channel().newCall(ControllerGrpc.getCreateVolumeMethod(), CallOptions.DEFAULT), REQUEST);
        });
        running.await();

        caller.cancel(null);

        assertThat(noticed.get(10, TimeUnit.SECONDS)).contains("the caller went away");
        server.awaitLog("caller=left");
        assertThat(server.metrics()).contains("zonal_csi_calls_in_flight 0.0");
    }

    private CompletableFuture<Optional<Duration>> remainingOfTheNextCall() {
        CompletableFuture<Optional<Duration>> remaining = new CompletableFuture<>();
        server.controller.createVolume = request -> {
            remaining.complete(Deadline.current().remaining());
            return "ok";
        };
        return remaining;
    }
}
