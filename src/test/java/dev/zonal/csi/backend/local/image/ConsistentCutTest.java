package dev.zonal.csi.backend.local.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the filesystem on a volume is brought to rest before its image is cloned. */
class ConsistentCutTest {
    private final PoolBench bench = new PoolBench();
    private final Host host = bench.host.ports();
    private final LocalBackend backend = bench.open();

    @BeforeEach
    void furnish() {
        Operation.furnish(bench, backend);
    }

    private void mount() {
        Operation.CREATE_SNAPSHOT_OF_MOUNTED.prepare(bench, backend);
        bench.host.faults().clear();
    }

    private Snapshot cut(String name, Consistency consistency) {
        SnapshotId id = SnapshotId.of(name, Operation.home(backend));
        return backend.createSnapshot(new NewSnapshot(id, name, Operation.source(backend), consistency));
    }

    private Optional<String> fileIn(Snapshot snapshot) {
        Path image = PoolBench.POOL.resolve("snapshots/" + snapshot.id() + "/disk.img");
        return bench.host.peekInside(image, "file").map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private List<String> effects() {
        return bench.host.faults().effects().stream()
                .map(effect -> effect.replaceAll(" .*", ""))
                .toList();
    }

    @Test
    void anIdleVolumeIsClonedAtOnce() {
        bench.host.faults().clear();

        cut("s", Consistency.FROZEN);

        assertThat(effects()).startsWith("createDirectory", "cloneFile");
    }

    @Test
    void aMountedFilesystemIsSynced() {
        mount();

        Snapshot snapshot = cut("s", Consistency.SYNCED);

        assertThat(fileIn(snapshot)).contains(Operation.DATA);
        assertThat(snapshot.created()).isEqualTo(bench.clock.instant());
        assertThat(effects()).startsWith("createDirectory", "sync", "cloneFile");
    }

    @Test
    void aFrozenFilesystemIsThawedRightAfterTheClone() {
        mount();

        Snapshot snapshot = cut("s", Consistency.FROZEN);

        assertThat(fileIn(snapshot)).contains(Operation.DATA);
        assertThat(effects())
                .containsSubsequence(
                        "createFile", "sync", "rename", "sync", "freeze", "cloneFile", "cloneFile", "thaw");
        host.files().createFile(Operation.MOUNTPOINT.resolve("thawed"), new byte[] {1});
    }

    @ParameterizedTest
    @CsvSource({"XFS, true, freeze", "XFS, false, sync", "EXT4, true, sync"})
    void anXfsThatHasNotWrittenDownItsNewSizeIsFrozen(FilesystemType type, boolean grown, String stilled) {
        backend.expandVolume(Operation.source(backend), FilesystemType.XFS.minimumSize());
        Path device = backend.attach(Operation.source(backend), false);
        host.filesystems().format(device, type, List.of());
        host.files().createDirectory(Operation.MOUNTPOINT);
        host.mounts().mount(device, Operation.MOUNTPOINT, type.word(), List.of());
        backend.expandVolume(Operation.source(backend), ByteSize.ofGibibytes(1));
        backend.refreshSize(Operation.source(backend));
        if (grown) {
            bench.host.kernel().filesystems().growMounted(Operation.MOUNTPOINT, device, type);
        }
        bench.host.faults().clear();

        cut("s", Consistency.SYNCED);

        assertThat(effects()).containsSubsequence("createDirectory", stilled, "cloneFile");
        assertThat(effects().contains("freeze")).isEqualTo(stilled.equals("freeze"));
    }

    @Test
    void aFilesystemThatSomebodyElseHoldsFrozenIsForLater() {
        mount();
        try (Filesystems.Freeze foreign = bench.host.kernel().filesystems().freeze(Operation.MOUNTPOINT)) {
            assertThatExceptionOfType(StorageException.Aborted.class)
                    .isThrownBy(() -> cut("s", Consistency.FROZEN))
                    .withMessageContaining("frozen by somebody else");
            assertThat(backend.snapshots(Optional.empty(), 10)).hasSize(1);
        }
        PoolState.checkPromises(bench.host, backend);
        assertThat(fileIn(cut("s", Consistency.FROZEN))).contains(Operation.DATA);
    }

    @Test
    void aMountpointUnderAnotherMountIsNotTakenForTheFilesystem() {
        mount();
        Path second = Path.of("/second");
        host.files().createDirectory(second);
        host.mounts().bind(Operation.MOUNTPOINT, second, true);
        host.mounts().bind(Path.of("/ext4"), Operation.MOUNTPOINT, false);

        Snapshot snapshot = cut("s", Consistency.SYNCED);

        assertThat(fileIn(snapshot)).contains(Operation.DATA);
        assertThat(bench.host.faults().effects()).contains("sync the filesystem of /second");
    }

    @Test
    void aFilesystemThatIsReachedNowhereIsCutAsItsDeviceIs() {
        mount();
        host.mounts().bind(Path.of("/ext4"), Operation.MOUNTPOINT, false);

        Snapshot snapshot = cut("s", Consistency.SYNCED);

        assertThat(fileIn(snapshot)).isEmpty();
        assertThat(effects()).contains("flush");
    }

    @Test
    void aRawDeviceIsFlushed() {
        Path device = backend.attach(Operation.source(backend), false);
        host.files().createFile(Path.of("/target"), new byte[0]);
        host.mounts().bind(device, Path.of("/target"), false);
        bench.host.writeDevice(device, 0, "late".getBytes(StandardCharsets.UTF_8));

        Snapshot snapshot = cut("s", Consistency.FROZEN);

        Path image = PoolBench.POOL.resolve("snapshots/" + snapshot.id() + "/disk.img");
        assertThat(Operation.text(bench.host, image, 0)).isEqualTo("late");
    }

    @Test
    void aVolumeThatIsAttachedReadOnlyAloneNeedsNothing() {
        backend.attach(Operation.source(backend), true);
        bench.host.faults().clear();

        cut("s", Consistency.SYNCED);

        assertThat(effects()).startsWith("createDirectory", "cloneFile");
    }

    @Test
    void mostOfAFragmentedImageIsSharedBeforeTheCutWhileItIsWritten() {
        Operation.fragment(bench, backend);
        bench.host.faults().clear();

        cut("s", Consistency.SYNCED);

        assertThat(effects())
                .filteredOn(effect -> !effect.equals("cloneExtents"))
                .startsWith("createDirectory", "flush", "createSparse", "createSparse", "flush", "completeClone");
        assertThat(effects()).filteredOn("cloneExtents"::equals).hasSize(6);
    }

    @Test
    void whatIsWrittenDuringAPreCopyIsInTheSnapshotBesideWhatWasWrittenBefore() {
        Path device = Operation.fragment(bench, backend);
        bench.host.faults().clear();
        // All of it was shared once by then.
        bench.host.faults().visitAfter(8, () -> {
            bench.host.writeDevice(device, 4096, "late".getBytes(StandardCharsets.UTF_8));
            bench.host.writeDevice(device, 32 << 20, "last".getBytes(StandardCharsets.UTF_8));
        });

        Snapshot snapshot = cut("s", Consistency.SYNCED);

        Path image = PoolBench.POOL.resolve("snapshots/" + snapshot.id() + "/disk.img");
        assertThat(Operation.text(bench.host, image, 0)).isEqualTo(Operation.DATA);
        assertThat(Operation.text(bench.host, image, 4096)).isEqualTo("late");
        assertThat(Operation.text(bench.host, image, 32 << 20)).isEqualTo("last");
    }

    @Test
    void aFragmentedImageThatNobodyCanWriteToIsClonedAtOnce() {
        Operation.fragment(bench, backend);
        backend.detach(Operation.source(backend));
        bench.host.faults().clear();

        cut("s", Consistency.SYNCED);

        assertThat(effects()).startsWith("createDirectory", "cloneFile");
    }

    @Test
    void theTimeIsThatOfTheCutAndStays() {
        bench.clock.advance(Duration.ofHours(3));
        Snapshot snapshot = cut("s", Consistency.SYNCED);
        assertThat(snapshot.created()).isEqualTo(bench.clock.instant());
        bench.clock.advance(Duration.ofHours(3));
        backend.close();

        assertThat(bench.open().snapshot(snapshot.id()).orElseThrow().created()).isEqualTo(snapshot.created());
    }
}
