package dev.zonal.csi.fleet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a command fails with, as it arrives at the controller. */
@Timeout(60)
@ExtendWith(QuietLogs.class)
class AgentFailureTest {
    private static final VolumeId ID = VolumeId.of("a", new HomeId("aaaaaa22"));
    private final IllegalStateException cause = new IllegalStateException("why");
    private final List<StorageException> kinds = List.of(
            new StorageException.InvalidArgument("why"),
            new StorageException.NotFound("why"),
            new StorageException.AlreadyExists("why"),
            new StorageException.FailedPrecondition("why"),
            new StorageException.OutOfRange("why"),
            new StorageException.ResourceExhausted("why"),
            new StorageException.Aborted("why"),
            new StorageException.Unavailable("why"),
            new StorageException.OutcomeUnknown("why", cause),
            new StorageException.DeadlineExceeded("why"),
            new StorageException.Unimplemented("why"),
            new StorageException.Internal("why", cause));

    private final ServedAgent served;

    AgentFailureTest(@TempDir Path folder) {
        served = new ServedAgent(folder.resolve("a.sock"));
    }

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void everyKindArrivesAsItWasThrown() {
        assertThat(kinds).extracting(Object::getClass).containsExactlyInAnyOrder((Class[])
                StorageException.class.getPermittedSubclasses());
        for (StorageException thrown : kinds) {
            served.does(() -> {
                throw thrown;
            });

            Throwable arrived = catchThrowable(() -> served.session().deleteVolume(ID));

            assertThat(arrived).isInstanceOf(thrown.getClass()).hasMessageStartingWith("why");
        }
    }

    @Test
    void whatNobodyExpectedThereIsInternal() {
        served.does(() -> {
            throw new IllegalStateException("a secret");
        });

        assertThat(catchThrowable(() -> served.session().deleteVolume(ID)))
                .isInstanceOf(StorageException.Internal.class)
                .hasMessageContaining("incident")
                .hasMessageNotContaining("secret");
    }

    @Test
    void anAgentThatGoesInTheMiddleOfACommandLeavesItsOutcomeUnknown() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        served.does(() -> {
            served.cutOff();
            ServedAgent.await(mayEnd);
        });

        Throwable arrived = catchThrowable(() -> served.session()
                .createSnapshot(new NewSnapshot(SnapshotId.of("s", ID.home()), "s", ID, Consistency.SYNCED)));

        assertThat(arrived)
                .isInstanceOf(StorageException.OutcomeUnknown.class)
                .hasMessageContaining("node 'n1': its answer is missing");
        mayEnd.countDown();
    }

    @Test
    void theDeadlineOfTheCallerCrossesTheWire() {
        served.does(() -> served.remaining(Deadline.current().remaining()));

        Deadline.of(Optional.of(Duration.ofSeconds(50)), () -> false)
                .bind(() -> served.session().deleteVolume(ID));

        assertThat(served.remaining().orElseThrow()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(50));
    }

    @Test
    void whoseTimeIsOverIsToldSo() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        served.does(() -> ServedAgent.await(mayEnd));

        Throwable arrived = catchThrowable(() -> Deadline.of(Optional.of(Duration.ofMillis(1)), () -> false)
                .call(() -> served.session().deleteVolume(ID)));

        assertThat(arrived).isInstanceOf(StorageException.DeadlineExceeded.class);
        mayEnd.countDown();
    }
}
