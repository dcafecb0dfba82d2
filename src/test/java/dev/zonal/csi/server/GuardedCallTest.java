package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeResponse;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Its handler and its time may both end a call, on two threads: what leaves is the answer of one of them, whole. */
final class GuardedCallTest {
    private static final CreateVolumeResponse ANSWER = CreateVolumeResponse.getDefaultInstance();

    private final ServerThreads threads = new ServerThreads();
    private final RecordedCall wire = new RecordedCall();
    private final GuardedCall<CreateVolumeRequest, CreateVolumeResponse> call = new GuardedCall<>(
            wire,
            new CallMonitor(new CallMetrics(new PrometheusRegistry()), threads, 1).begin("CreateVolume"),
            Context.ROOT);

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

    private void succeed() {
        call.sendHeaders(new Metadata());
        call.sendMessage(ANSWER);
        call.close(Status.OK, new Metadata());
    }
}
