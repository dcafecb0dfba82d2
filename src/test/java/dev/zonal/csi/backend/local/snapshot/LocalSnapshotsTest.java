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
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What a snapshot leaves in its pool when it is made, when it is not, and when it goes. */
class LocalSnapshotsTest extends FurnishedPoolCase {
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
        assertGivenUp(() -> true);

        assertThat(bench.host.faults().effects()).isEmpty();
    }

    @Test
    void aSnapshotWhoseCallerGoesAwayMeanwhileNeverWas() {
        AtomicBoolean away = new AtomicBoolean();
        bench.host.faults().visitAfter(1, () -> away.set(true));

        assertGivenUp(away::get);

        assertThat(backend.snapshot(made)).isEmpty();
    }

    private void assertGivenUp(BooleanSupplier away) {
        assertThatExceptionOfType(StorageException.DeadlineExceeded.class)
                .isThrownBy(() ->
                        Deadline.of(Optional.empty(), away).bind(() -> Operation.CREATE_SNAPSHOT.run(bench, backend)));
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
