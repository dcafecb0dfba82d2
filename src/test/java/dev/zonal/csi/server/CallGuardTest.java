package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.CodedOutputStream;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.ProbeRequest;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class CallGuardTest {
    private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();

    private static final CreateVolumeRequest REQUEST =
            CreateVolumeRequest.newBuilder().setName("pvc-1").build();

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(folder.resolve("csi.sock"), 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void countsAndMeasuresByMethodAndCode() {
        server.controller().createVolume(REQUEST);
        server.controller.createVolume = request -> {
            throw new StorageException.OutOfRange("too large");
        };
        failure(REQUEST);

        assertThat(server.metrics())
                .contains("zonal_csi_calls_total{code=\"OK\",method=\"CreateVolume\"} 1.0")
                .contains("zonal_csi_calls_total{code=\"OUT_OF_RANGE\",method=\"CreateVolume\"} 1.0")
                .contains("zonal_csi_call_duration_seconds_count{method=\"CreateVolume\"} 2")
                .contains("zonal_csi_calls_in_flight 0.0");
    }

    @Test
    void whatWasExpectedIsToldWithoutAStackTrace() {
        server.controller.createVolume = request -> {
            throw new StorageException.ResourceExhausted("no room");
        };

        Status status = failure(REQUEST);

        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).isEqualTo("no room");
        assertThat(server.log())
                .contains("code=RESOURCE_EXHAUSTED")
                .contains("error=\"no room\"")
                .doesNotContain(" at ");
    }

    @Test
    void whatNobodyExpectedIsInternalWithAnIdThatTheLogExplains() {
        server.controller.createVolume = request -> {
            throw new IllegalStateException("the moon is full");
        };

        Status status = failure(REQUEST);

        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).doesNotContain("moon").containsPattern("incident [0-9a-f]{8};");
        String id = String.valueOf(status.getDescription()).replaceFirst(".*incident ([0-9a-f]{8}).*", "$1");
        assertThat(server.log().lines())
                .filteredOn(line -> line.contains("incident=" + id))
                .singleElement()
                .asString()
                .contains("ERROR", "IllegalStateException: the moon is full", "CallGuardTest");
    }

    @Test
    void whatTheKernelRefusedIsNamed() {
        server.controller.createVolume = request -> {
            throw new HostException("rename /a to /b", Errno.EIO);
        };

        Status status = failure(REQUEST);

        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).startsWith("rename /a to /b: ").contains("incident");
    }

    @Test
    void anErrorOfTheJvmEndsTheCallToo() {
        server.controller.createVolume = request -> {
            throw new StackOverflowError();
        };

        assertThat(failure(REQUEST).getCode()).isEqualTo(Status.Code.INTERNAL);
    }

    @Test
    void bindsTheCallersDeadline() {
        AtomicReference<Optional<Duration>> remaining = new AtomicReference<>(Optional.empty());
        server.controller.createVolume = request -> {
            remaining.set(Deadline.current().remaining());
            return "ok";
        };

        server.controller().withDeadlineAfter(30, TimeUnit.SECONDS).createVolume(REQUEST);
        assertThat(remaining.get())
                .hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30)));
    }

    @Test
    void aCallerWithoutADeadlineGetsThatOfTheDriver() {
        AtomicReference<Optional<Duration>> remaining = new AtomicReference<>(Optional.empty());
        server.controller.createVolume = request -> {
            remaining.set(Deadline.current().remaining());
            return "ok";
        };

        server.controller().createVolume(REQUEST);

        assertThat(remaining.get())
                .hasValueSatisfying(left ->
                        assertThat(left).isBetween(TestServer.CALL_TIMEOUT.minusMinutes(1), TestServer.CALL_TIMEOUT));
    }

    @Test
    void aCallThatGoesOnForTooLongIsAnsweredInTimeAndOnce() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (TestServer hurried = new TestServer(folder.resolve("hurried.sock"), 100, Duration.ofMillis(50))) {
            hurried.controller.createVolume = request -> {
                awaitQuietly(goOn);
                return "late";
            };

            Status status = catchThrowableOfType(
                            StatusRuntimeException.class,
                            () -> hurried.controller().createVolume(REQUEST))
                    .getStatus();

            assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(status.getDescription()).contains("a retry finishes it");
            goOn.countDown();
            hurried.controller.createVolume = CreateVolumeRequest::getName;
            assertThat(hurried.controller().createVolume(REQUEST).getVolume().getVolumeId())
                    .isEqualTo("pvc-1");
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

    @Test
    void turnsAwayWhatIsTooMuchAndStillAnswersProbes() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.controller.createVolume = request -> {
            running.countDown();
            awaitQuietly(goOn);
            return "first";
        };
        CompletableFuture<String> first = CompletableFuture.supplyAsync(
                () -> server.controller().createVolume(REQUEST).getVolume().getVolumeId(), others);
        running.await();

        assertThat(failure(REQUEST).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(server.identity().probe(ProbeRequest.getDefaultInstance()).hasReady())
                .isTrue();

        goOn.countDown();
        assertThat(first.get()).isEqualTo("first");
        assertThat(server.controller().createVolume(REQUEST).getVolume().getVolumeId())
                .isEqualTo("first");
    }

    @Test
    void bytesThatAreNoMessageAreAnInvalidArgument() throws Exception {
        assertThat(sendRaw(new byte[] {0x0a, 0x7f, 1, 2, 3})).containsEntry("grpc-status", "3");
    }

    @Test
    void textThatIsNoUtf8IsAnInvalidArgument() throws Exception {
        byte[] message = new byte[4];
        CodedOutputStream out = CodedOutputStream.newInstance(message);
        out.writeTag(CreateVolumeRequest.NAME_FIELD_NUMBER, 2);
        out.writeUInt32NoTag(2);
        out.writeRawByte((byte) 0xc3);
        out.writeRawByte((byte) 0x28);

        Map<String, String> answer = sendRaw(message);

        assertThat(answer).containsEntry("grpc-status", "3");
        server.awaitLog("code=INVALID_ARGUMENT");
    }

    /** A number where the schema has a text: to a message that is a field which it does not know. */
    @Test
    void aFieldOfAnotherFormIsPassedOver() throws Exception {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        REQUEST.writeTo(message);
        CodedOutputStream out = CodedOutputStream.newInstance(message);
        out.writeUInt64(CreateVolumeRequest.NAME_FIELD_NUMBER, 1_000_000);
        out.flush();

        Map<String, String> answer = sendRaw(message.toByteArray());

        assertThat(answer).containsEntry("grpc-status", "0");
        assertThat(server.log()).contains("code=OK", "name=pvc-1");
    }

    @Test
    void aMessageOfMoreThanFourMebibytesIsTurnedAway() {
        String name = "x".repeat(5 << 20);

        Status status = failure(REQUEST.toBuilder().setName(name).build());

        assertThat(status.getCode()).isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
        assertThat(server.identity().probe(ProbeRequest.getDefaultInstance()).hasReady())
                .isTrue();
    }

    @Test
    void aMethodThatIsNotServedIsUnimplemented() throws Exception {
        try (Http2Exchange exchange = new Http2Exchange(server.socket)) {
            assertThat(exchange.call(Http2Exchange.headers("csi.v1.Controller/CreateSnapshot"), new byte[0]))
                    .containsEntry("grpc-status", "12");
        }
        try (Http2Exchange exchange = new Http2Exchange(server.socket)) {
            assertThat(exchange.call(Http2Exchange.headers("csi.v0.Controller/CreateVolume"), new byte[0]))
                    .containsEntry("grpc-status", "12");
        }
    }

    private Map<String, String> sendRaw(byte[] message) throws Exception {
        try (Http2Exchange exchange = new Http2Exchange(server.socket)) {
            return exchange.call(Http2Exchange.headers("csi.v1.Controller/CreateVolume"), message);
        }
    }

    private Status failure(CreateVolumeRequest request) {
        return catchThrowableOfType(
                        StatusRuntimeException.class, () -> server.controller().createVolume(request))
                .getStatus();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
