package dev.zonal.csi.backend.local.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.local.FurnishedPoolCase;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a snapshot leaves in its pool when it is made, when it is not, and when it goes. */
class LocalSnapshotsTest extends FurnishedPoolCase {
    /** The directory, then the name of the clone. */
    private static final int CLONE_BEGAN = 2;

    private final FileTree files = bench.host.ports().files();
    private final SnapshotId cut = SnapshotId.of("cut", source.home());
    private final SnapshotId made = SnapshotId.of(bench.madeName, source.home());

    @Test
    void aSnapshotThatIsDeletedGivesItsSpaceBack() {
        ByteSize before = reserved();
        Operation.CREATE_SNAPSHOT.run(bench, backend);
        assertThat(reserved().isMoreThan(before)).isTrue();

        backend.deleteSnapshot(made);
        backend.deleteSnapshot(made);

        assertThat(reserved()).isEqualTo(before);
        assertThat(files.list(PoolBench.POOL.resolve("snapshots"))).containsExactly(cut.value());
    }

    @Test
    void nothingIsBegunForACallerWhoIsGone() {
        assertThatExceptionOfType(StorageException.DeadlineExceeded.class)
                .isThrownBy(() -> Deadline.of(Optional.empty(), () -> true)
                        .bind(() -> Operation.CREATE_SNAPSHOT.run(bench, backend)));

        assertThat(bench.host.faults().effects()).isEmpty();
    }

    @Test
    void aSnapshotThatTakesLongerThanItsCallerWaitsIsThereForTheRetry() {
        AtomicBoolean away = new AtomicBoolean();
        bench.host.faults().visitAfter(CLONE_BEGAN, () -> away.set(true));
        Deadline.of(Optional.empty(), away::get).bind(() -> Operation.CREATE_SNAPSHOT.run(bench, backend));
        bench.host.faults().clear();

        Operation.CREATE_SNAPSHOT.run(bench, backend);

        assertThat(away).isTrue();
        assertThat(backend.snapshot(made)).isPresent();
        assertThat(bench.host.faults().effects()).isEmpty();
    }

    @Test
    void aVolumeWhoseImageWasTakenAwayHasNoNewSnapshots() {
        Path image = PoolBench.POOL.resolve("volumes").resolve(source.value()).resolve("disk.img");
        files.rename(image, Path.of("/taken"));

        assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> Operation.CREATE_SNAPSHOT.run(bench, backend))
                .withMessageContaining(image + " was taken away");

        files.rename(Path.of("/taken"), image);
    }
}
