package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.Stray;
import dev.zonal.csi.backend.Stray.Kind;
import dev.zonal.csi.backend.Stray.Removal;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.maintenance.Collected;
import dev.zonal.csi.maintenance.Collected.Outcome;
import dev.zonal.csi.maintenance.GarbageCollection;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator's accident left is found and named; it is removed only where that is asked, and nothing else is. */
@ExtendWith(QuietLogs.class)
class GarbageCollectionTest {
    private static final byte[] DATA = {1, 2, 3};
    private static final Path MOUNTPOINT = Path.of("/mnt");

    private final PoolBench bench = new PoolBench();
    private final Host host = bench.host.ports();
    private final FileTree files = host.files();
    private final Operations operations = new Operations(2, 10);
    private LocalBackend backend = bench.open();
    private final VolumeId source = Operation.source(backend);
    private final SnapshotId cut = SnapshotId.of("cut", Operation.home(backend));
    private final Path volume = PoolBench.POOL.resolve("volumes").resolve(source.value());
    private final Path image = volume.resolve("disk.img");
    private final PoolState listed;

    GarbageCollectionTest() {
        Operation.furnish(bench, backend);
        files.createDirectory(MOUNTPOINT);
        listed = PoolState.of(backend);
    }

    @AfterEach
    void whatIsListedIsUnharmed() {
        bench.host.faults().clear();
        assertThat(PoolState.of(backend)).isEqualTo(listed);
        assertThat(Operation.text(bench.host, image, 0)).isEqualTo(Operation.DATA);
        operations.close();
    }

    private List<Collected> collect(boolean apply, Path... named) {
        return new GarbageCollection(backend.housekeeping(), operations).collect(apply, Set.of(named));
    }

    private static Collected at(Path path, List<Collected> found) {
        return found.stream()
                .filter(each -> each.stray().path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private void assertLeft(Collected found, Kind kind, Path path, Removal removal, String reason) {
        assertThat(found.outcome()).isEqualTo(Outcome.LEFT);
        assertThat(found.stray().kind()).isEqualTo(kind);
        assertThat(found.stray().path()).isEqualTo(path);
        assertThat(found.stray().removal()).isEqualTo(removal);
        assertThat(found.stray().reason()).contains(reason);
    }

    /** It is found, stays with a mere {@code --apply}, goes where it is named, and is found no more. */
    private void assertGoesWhenNamed(Kind kind, Path path, String reason) {
        assertLeft(collect(false).getFirst(), kind, path, Removal.WHEN_NAMED, reason);
        assertThat(collect(true)).extracting(Collected::outcome).containsOnly(Outcome.LEFT);

        List<Collected> removed = collect(true, path);

        assertThat(removed).extracting(Collected::outcome).containsExactly(Outcome.REMOVED);
        assertThat(collect(false)).isEmpty();
    }

    private void assertGoesFreely(Kind kind, Path path, String reason) {
        assertLeft(collect(false).getFirst(), kind, path, Removal.FREELY, reason);

        List<Collected> removed = collect(true);

        assertThat(removed).extracting(Collected::outcome).containsExactly(Outcome.REMOVED);
        assertThat(collect(false)).isEmpty();
    }

    @Test
    void aPoolWithItsObjectsAndDevicesHasNothingStray() {
        backend.attach(source, false);
        backend.attach(source, true);
        files.createFile(PoolBench.POOL.resolve("notes-of-its-owner"), DATA);

        assertThat(collect(true)).isEmpty();

        assertThat(bench.host.loopTable()).hasSize(2);
        backend.detach(source);
    }

    @Test
    void aStrayFileGoesWhenItIsNamedAndAnEmptyOneFreely() {
        Path backup = volume.resolve("disk.img.bak");
        files.createFile(backup, DATA);
        Path empty = PoolBench.POOL.resolve("snapshots").resolve("nothing");
        files.createDirectory(empty);

        assertThat(collect(true)).extracting(Collected::outcome).containsExactly(Outcome.REMOVED, Outcome.LEFT);

        assertGoesWhenNamed(Kind.FILE, backup, "no part of " + source);
        assertThat(files.status(backup)).isEmpty();
        assertThat(files.status(empty)).isEmpty();
    }

    @Test
    void aHalfCopiedObjectWithoutRecordGoesWhenItIsNamed() {
        Path half = PoolBench.POOL
                .resolve("volumes")
                .resolve(VolumeId.of("half", Operation.home(backend)).value());
        files.createDirectory(half);
        files.cloneFile(image, half.resolve("disk.img"));

        assertGoesWhenNamed(Kind.FILE, half, "it has no record");
    }

    @Test
    void theCopyOfAnotherPoolsVolumeGoesWhenItIsNamed() {
        Path foreign = PoolBench.POOL
                .resolve("volumes")
                .resolve(VolumeId.of("v", new HomeId("aaaaaaaa")).value());
        files.createDirectory(foreign);
        files.createFile(foreign.resolve("volume.json"), DATA);

        assertGoesWhenNamed(Kind.FILE, foreign, "no id of this pool");
    }

    @Test
    void leftoversInTmpGoFreely() {
        Path left = PoolBench.POOL.resolve("tmp").resolve("left");
        files.createDirectory(left);
        files.createFile(left.resolve("data"), DATA);

        assertGoesFreely(Kind.FILE, left, "no running operation");
    }

    @Test
    void aDamagedObjectIsReportedWithItsRemedyAndNeverRemoved() {
        Path broken = PoolBench.POOL
                .resolve("volumes")
                .resolve(VolumeId.of("broken", Operation.home(backend)).value());
        files.createDirectory(broken);
        files.cloneFile(image, broken.resolve("disk.img"));
        files.createFile(broken.resolve("volume.json"), DATA);
        backend.close();
        backend = bench.open();

        List<Collected> found = collect(true, broken);

        assertThat(found).hasSize(1);
        assertLeft(found.getFirst(), Kind.OBJECT, broken, Removal.NEVER, "it is damaged");
        assertThat(found.getFirst().stray().remedy()).contains("repair it and start the driver again");
        assertThat(files.list(broken)).hasSize(2);
    }

    @Test
    void anObjectThatCameWhileTheDriverRanIsKept() {
        Path moved = Path.of("/rescued");
        files.rename(volume, moved);
        Path newcomer = PoolBench.POOL
                .resolve("volumes")
                .resolve(VolumeId.of("came", Operation.home(backend)).value());
        files.rename(moved, newcomer);

        List<Collected> found = collect(true);

        assertThat(found).hasSize(2);
        assertLeft(at(newcomer, found), Kind.OBJECT, newcomer, Removal.NEVER, "came here while the driver ran");
        assertLeft(at(volume, found), Kind.OBJECT, volume, Removal.NEVER, "the directory was taken away");
        files.rename(newcomer, volume);
    }

    @Test
    void anImageThatWasTakenAwayFromAListedVolumeIsReported() {
        files.rename(image, Path.of("/taken"));

        List<Collected> found = collect(true);

        assertThat(found).hasSize(1);
        assertLeft(found.getFirst(), Kind.OBJECT, volume, Removal.NEVER, "disk.img was taken away");
        files.rename(Path.of("/taken"), image);
    }

    @Test
    void aListedObjectWhoseDirectoryWasTakenAwayIsReported() {
        Path snapshot = PoolBench.POOL.resolve("snapshots").resolve(cut.value());
        files.rename(snapshot, Path.of("/taken"));

        List<Collected> found = collect(true);

        assertThat(found).hasSize(1);
        assertLeft(found.getFirst(), Kind.OBJECT, snapshot, Removal.NEVER, "the directory was taken away");
        assertThat(found.getFirst().stray().remedy()).contains("put it back, or delete the object");
        files.rename(Path.of("/taken"), snapshot);
    }

    @Test
    void aSnapshotAttachedByHandIsDetached() {
        LoopDevice device = bench.host.attachByHand(
                PoolBench.POOL.resolve("snapshots").resolve(cut.value()).resolve("disk.img"));

        assertGoesFreely(Kind.DEVICE, device.path(), "image of snapshot " + cut);
        assertThat(bench.host.loopTable()).isEmpty();
    }

    @Test
    void aSecondDeviceOverAVolumeIsDetachedAndTheDriversOwnStays() {
        Path own = backend.attach(source, false);
        LoopDevice second = bench.host.attachByHand(image);

        assertGoesFreely(Kind.DEVICE, second.path(), "that the driver did not make");
        assertThat(backend.attached(source)).containsExactly(own);
        backend.detach(source);
    }

    @Test
    void aDeviceOverADeletedImageGoesWhenItIsNamed() {
        Path file = PoolBench.POOL.resolve("volumes").resolve("copy");
        files.cloneFile(image, file);
        LoopDevice device = bench.host.attachByHand(file);
        files.deleteFile(file);

        assertGoesWhenNamed(Kind.DEVICE, device.path(), "its file is gone");
        assertThat(bench.host.loopTable()).isEmpty();
    }

    @Test
    void aDeviceOverSomebodyElsesFileIsNotOurs() {
        Path own = PoolBench.POOL.resolve("image-of-its-owner");
        files.createFile(own, DATA);
        Path deleted = Path.of("/elsewhere");
        files.createFile(deleted, DATA);
        bench.host.attachByHand(own);
        bench.host.attachByHand(deleted);
        files.deleteFile(deleted);

        assertThat(collect(true)).isEmpty();

        assertThat(bench.host.loopTable()).hasSize(2);
    }

    @Test
    void aDeviceThatIsHeldOpenIsSaidToGoWithItsLastUser() {
        Path copy = PoolBench.POOL.resolve("volumes").resolve("copy");
        files.cloneFile(image, copy);
        bench.host.holdOpen(bench.host.attachByHand(copy));

        Collected found = collect(true).getFirst();

        assertThat(found.outcome()).isEqualTo(Outcome.REMOVED);
        assertThat(found.remark()).isEqualTo("it is still in use, and goes with its last user");
        assertThat(bench.host.loopTable()).hasSize(1);
    }

    private LoopDevice mountedCopy() {
        Path copy = PoolBench.POOL.resolve("volumes").resolve("copy");
        files.cloneFile(image, copy);
        LoopDevice device = bench.host.attachByHand(copy);
        host.filesystems().format(device.path(), FilesystemType.EXT4, List.of());
        host.mounts().mount(device.path(), MOUNTPOINT, "ext4", List.of());
        return device;
    }

    @Test
    void aMountOfAStrayDeviceKeepsItAndGoesWithItWhenNamed() {
        Path device = mountedCopy().path();
        Path copy = PoolBench.POOL.resolve("volumes").resolve("copy");

        List<Collected> found = collect(true);

        assertThat(found).extracting(each -> each.stray().path()).containsExactly(MOUNTPOINT, device, copy);
        assertThat(found)
                .extracting(each -> each.stray().removal())
                .containsExactly(Removal.WHEN_NAMED, Removal.NEVER, Removal.NEVER);
        assertThat(collect(true, MOUNTPOINT, copy))
                .extracting(Collected::outcome)
                .containsOnly(Outcome.REMOVED);
        assertThat(host.mounts().at(MOUNTPOINT)).isEmpty();
        assertThat(collect(false)).isEmpty();
    }

    @Test
    void whatCannotBeRemovedIsSaid() {
        mountedCopy();
        bench.host.faults().refuse(new Faults.Refusal("unmount", Errno.EBUSY));

        Collected found = collect(true, MOUNTPOINT).getFirst();

        assertThat(found.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(found.remark()).contains("EBUSY");
        assertThat(host.mounts().at(MOUNTPOINT)).isPresent();
    }

    @Test
    void whatIsRemovedInPartIsSaid() {
        Path half = PoolBench.POOL.resolve("volumes").resolve("half");
        files.createDirectory(half);
        files.createFile(half.resolve("data"), DATA);
        bench.host.faults().refuse(new Faults.Refusal("deleteFile", Errno.EIO));

        Collected found = collect(true, half).getFirst();

        assertThat(found.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(found.remark()).contains("it was moved to " + PoolBench.POOL.resolve("tmp"));
    }

    @Test
    void aDirectoryInWhichSomethingIsMountedIsNeverEntered() {
        Path stray = PoolBench.POOL.resolve("tmp").resolve("stray");
        files.createDirectory(stray);
        files.createDirectory(stray.resolve("mnt"));
        Path disk = bench.host.addDisk("usb", Operation.SIZE);
        host.filesystems().format(disk, FilesystemType.EXT4, List.of());
        host.mounts().mount(disk, stray.resolve("mnt"), "ext4", List.of());
        files.createFile(stray.resolve("mnt").resolve("precious"), DATA);

        List<Collected> found = collect(true, stray);

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().stray().removal()).isEqualTo(Removal.NEVER);
        assertThat(found.getFirst().stray().remedy()).contains("mounted at " + stray.resolve("mnt"));
        assertThat(files.status(stray.resolve("mnt").resolve("precious"))).isPresent();
    }

    @Test
    void aPathThatIsNoFindingStopsEverything() {
        Path left = PoolBench.POOL.resolve("tmp").resolve("left");
        files.createFile(left, DATA);

        assertThatExceptionOfType(StorageException.NotFound.class)
                .isThrownBy(() -> collect(true, left, image))
                .withMessageContaining(image.toString());

        assertThat(files.status(left)).isPresent();
    }

    @Test
    void whatAnOperationWorksOnIsNoStray() {
        Path backup = volume.resolve("disk.img.bak");
        files.createFile(backup, DATA);

        List<Collected> found = operations.run(List.of(Claim.exclusive(source)), () -> collect(true, backup));

        assertThat(found).isEmpty();
        assertThat(collect(false))
                .extracting(Collected::stray)
                .extracting(Stray::path)
                .containsExactly(backup);
    }
}
