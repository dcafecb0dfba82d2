package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.GetMetadataAllocatedRequest;
import dev.zonal.csi.v1.GetMetadataAllocatedResponse;
import dev.zonal.csi.v1.ProbeRequest;
import dev.zonal.csi.v1.SnapshotMetadataGrpc;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls with many answers: none is lost, and no more are made than the caller takes. */
@Timeout(60)
final class StreamTest {
    /** Some 60 MiB, far more than fits into the windows of HTTP/2 and the buffers of the socket. */
    private static final int MANY = 1500;

    /** What fits into them, with much to spare. */
    private static final int BUFFERED = 200;

    private final Path folder;

    @AutoClose
    private final TestServer server;

    StreamTest(@TempDir Path folder) {
        this.folder = folder;
        this.server = new TestServer(folder.resolve("csi.sock"));
    }

    private static Iterator<GetMetadataAllocatedResponse> answers(TestServer server, int many) {
        return SnapshotMetadataGrpc.newBlockingStub(server.channel())
                .getMetadataAllocated(GetMetadataAllocatedRequest.newBuilder()
                        .setSnapshotId("snap-1")
                        .setMaxResults(many)
                        .build());
    }

    @Test
    void everyAnswerArrivesInItsOrderAndThenTheEnd() {
        List<Long> numbers = new ArrayList<>();

        answers(server, MANY).forEachRemaining(answer -> numbers.add(answer.getVolumeCapacityBytes()));

        assertThat(numbers)
                .containsExactlyElementsOf(LongStream.range(0, MANY).boxed().toList());
        assertThat(server.log().lines())
                .singleElement()
                .asString()
                .contains("method=GetMetadataAllocated code=OK", "snapshot_id=snap-1");
        assertThat(server.metrics()).contains("zonal_csi_calls_in_flight 0.0");
    }

    @Test
    void aStreamWithoutAnAnswerEnds() {
        assertThat(answers(server, 0)).isExhausted();
    }

    @Test
    void noMoreIsMadeThanTheCallerTakes() {
        Iterator<GetMetadataAllocatedResponse> answers = answers(server, MANY);
        assertThat(answers.next().getVolumeCapacityBytes()).isZero();

        server.metadata.awaitRest();

        assertThat(server.metadata.sent).hasValueLessThan(BUFFERED);
        assertThat(server.identity().probe(ProbeRequest.getDefaultInstance()).hasReady())
                .isTrue();
        assertThat(server.controller()
                        .createVolume(CreateVolumeRequest.newBuilder()
                                .setName("pvc-1")
                                .build())
                        .hasVolume())
                .isTrue();
        answers.forEachRemaining(_ -> {});
        assertThat(server.metadata.sent).hasValue(MANY);
    }

    @Test
    void whoLeavesEndsTheStream() throws Exception {
        Context.CancellableContext caller = Context.current().withCancellation();
        caller.call(() -> answers(server, MANY).next());
        server.metadata.awaitRest();

        caller.cancel(null);

        // By the guard where it waited for the caller to take an answer, by gRPC where it was about to send one.
        assertThat(server.metadata.broken.get(30, TimeUnit.SECONDS))
                .isInstanceOfAny(StorageException.DeadlineExceeded.class, StatusRuntimeException.class);
        server.awaitLog("method=GetMetadataAllocated code=CANCELLED");
        assertThat(server.log()).contains("caller=left").doesNotContain("incident");
        assertThat(server.metrics()).contains("zonal_csi_calls_in_flight 0.0");
    }

    @Test
    void whoTakesNothingForTooLongIsLeft() throws Exception {
        try (TestServer hurried = new TestServer(folder.resolve("hurried.sock"), 100, Duration.ofMillis(50))) {
            Iterator<GetMetadataAllocatedResponse> answers = answers(hurried, MANY);

            assertThat(hurried.metadata.broken.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(StorageException.DeadlineExceeded.class);

            hurried.awaitLog("code=DEADLINE_EXCEEDED");
            assertThat(hurried.metrics()).contains("zonal_csi_calls_in_flight 0.0");
            assertThatThrownBy(() -> answers.forEachRemaining(_ -> {}))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("DEADLINE_EXCEEDED: the deadline passed; try again");
        }
    }
}
