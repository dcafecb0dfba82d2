package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.ProbeRequest;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
        server.failure(REQUEST);

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

        Status status = server.failure(REQUEST);

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

        Status status = server.failure(REQUEST);

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

        Status status = server.failure(REQUEST);

        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).startsWith("rename /a to /b: ").contains("incident");
    }

    @Test
    void anErrorOfTheJvmEndsTheCallToo() {
        server.controller.createVolume = request -> {
            throw new StackOverflowError();
        };

        assertThat(server.failure(REQUEST).getCode()).isEqualTo(Status.Code.INTERNAL);
    }

    @Test
    void turnsAwayWhatIsTooMuchAndStillAnswersProbes() throws Exception {
        HeldCall held = new HeldCall("first");
        server.controller.createVolume = held;
        CompletableFuture<String> first = CompletableFuture.supplyAsync(
                () -> server.controller().createVolume(REQUEST).getVolume().getVolumeId(), others);
        held.awaitRunning();

        assertThat(server.failure(REQUEST).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(server.identity().probe(ProbeRequest.getDefaultInstance()).hasReady())
                .isTrue();

        held.goOn();
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

        Status status = server.failure(REQUEST.toBuilder().setName(name).build());

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
}
