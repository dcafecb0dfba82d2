package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class CallThreadsTest {
    /** All threads for operations hang on a disk that does not answer. */
    private static final Executor HANGING = call -> {};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetCapacity",
                "ValidateVolumeCapabilities",
                "ControllerGetVolume",
                "GetSnapshot",
                "ListSnapshots",
                "ListVolumes"
            })
    void whatHasNoEffectsRunsThoughOperationsHang(String method) throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        try (ServerThreads threads = new ServerThreads()) {
            new CallThreads(threads, HANGING).of(method).execute(ran::countDown);

            assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatHasEffectsIsAnOperation() {
        try (ServerThreads threads = new ServerThreads()) {
            assertThat(new CallThreads(threads, HANGING).of("CreateVolume")).isSameAs(HANGING);
        }
    }
}
