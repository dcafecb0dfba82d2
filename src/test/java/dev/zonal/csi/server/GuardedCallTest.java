package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.tracing.TraceSpan;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeResponse;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Its handler and its time may both end a call, on two threads: what leaves is the answer of one of them, whole. */
final class GuardedCallTest {
    private static final CreateVolumeResponse ANSWER = CreateVolumeResponse.getDefaultInstance();

    private final ServerThreads threads = new ServerThreads();
    private final AtomicLong nanoTime = new AtomicLong();
    private final RecordedCall wire = new RecordedCall();
    private final GuardedCall<CreateVolumeRequest, CreateVolumeResponse> call =
            guarded(Rpc.CREATE_VOLUME, limit(Rpc.CREATE_VOLUME));

    private TimeLimit limit(Rpc rpc) {
        return new TimeLimit(rpc, Optional.empty(), Duration.ofMinutes(1), nanoTime::get);
    }

    private GuardedCall<CreateVolumeRequest, CreateVolumeResponse> guarded(Rpc rpc, TimeLimit limit) {
        return new GuardedCall<>(
                wire,
                rpc,
                Context.ROOT,
                limit,
                new CallMonitor(new CallMetrics(new PrometheusRegistry()), threads),
                TraceSpan.NONE);
    }

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void anAnswerThatComesAfterItsTimeStaysHere() {
        call.close(Status.DEADLINE_EXCEEDED, new Metadata());

        succeed();

        assertThat(wire.left()).containsExactly(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void aTimeThatIsOverAfterTheAnswerIsTooLate() {
        succeed();

        call.close(Status.DEADLINE_EXCEEDED, new Metadata());

        assertThat(wire.left()).containsExactly(ANSWER, Status.Code.OK);
    }

    @Test
    void anAnswerWhoseTimeIsOverBeforeItsEndStaysHere() {
        call.sendMessage(ANSWER);

        call.close(Status.DEADLINE_EXCEEDED, new Metadata());

        assertThat(wire.left()).containsExactly(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void theAnswersOfAStreamLeaveOneByOneAndEachRenewsItsTime() {
        TimeLimit limit = limit(Rpc.GET_METADATA_DELTA);
        GuardedCall<CreateVolumeRequest, CreateVolumeResponse> stream = guarded(Rpc.GET_METADATA_DELTA, limit);
        nanoTime.set(Duration.ofSeconds(50).toNanos());

        stream.sendMessage(ANSWER);

        assertThat(wire.left()).containsExactly(ANSWER);
        assertThat(limit.remaining()).isEqualTo(Duration.ofMinutes(1));
        stream.sendMessage(ANSWER);
        stream.close(Status.OK, new Metadata());
        assertThat(wire.left()).containsExactly(ANSWER, ANSWER, Status.Code.OK);
    }

    @Test
    void aStreamThatHasEndedTakesNoMoreAnswers() {
        GuardedCall<CreateVolumeRequest, CreateVolumeResponse> stream =
                guarded(Rpc.GET_METADATA_DELTA, limit(Rpc.GET_METADATA_DELTA));
        stream.close(Status.DEADLINE_EXCEEDED, new Metadata());

        assertThatThrownBy(() -> stream.sendMessage(ANSWER)).isInstanceOf(StorageException.DeadlineExceeded.class);

        assertThat(wire.left()).containsExactly(Status.Code.DEADLINE_EXCEEDED);
    }

    private void succeed() {
        call.sendHeaders(new Metadata());
        call.sendMessage(ANSWER);
        call.close(Status.OK, new Metadata());
    }
}
