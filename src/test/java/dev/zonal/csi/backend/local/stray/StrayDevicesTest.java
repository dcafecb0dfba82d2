package dev.zonal.csi.backend.local.stray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.Stray;
import dev.zonal.csi.backend.Stray.Kind;
import dev.zonal.csi.backend.Stray.Removal;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.maintenance.Collected;
import dev.zonal.csi.maintenance.Collected.Outcome;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loop devices over the files of a pool that the driver did not make, and what is mounted from them. */
class StrayDevicesTest extends GarbageCollectionCase {
    @Test
    void aSnapshotAttachedByHandIsDetached() {
        LoopDevice device = bench.host.attachByHand(
                PoolBench.POOL.resolve("snapshots").resolve(cut.value()).resolve("disk.img"));

        Stray found = collect(false).getFirst().stray();
        assertThat(found.object()).contains(cut);
        assertThat(found.size()).isEqualTo(Operation.SIZE);
        assertGoesFreely(Kind.DEVICE, device.path(), "image of snapshot " + cut);
        assertThat(bench.host.loopTable()).isEmpty();
    }

    @Test
    void aSecondDeviceOverAVolumeIsDetachedAndTheDriversOwnStays() {
        Path own = backend.attach(source, false);
        LoopDevice second = bench.host.attachByHand(image);

        assertThat(collect(false).getFirst().stray().object()).contains(source);
        assertGoesFreely(
                Kind.DEVICE,
                second.path(),
                "a device over the image of volume " + source + " that the driver did not make");
        assertThat(backend.attached(source)).containsExactly(own);
        backend.detach(source);
    }

    @Test
    void aDeviceOverADeletedImageGoesWhenItIsNamed() {
        LoopDevice device = overADeletedCopy("copy");

        assertThat(collect(false).getFirst().stray().remedy()).contains("copy what is needed from it");
        assertGoesWhenNamed(Kind.DEVICE, device.path(), "its file is gone");
        assertThat(bench.host.loopTable()).isEmpty();
    }

    @Test
    void ofSeveralOnlyTheOneThatIsNamedGoes() {
        LoopDevice kept = overADeletedCopy("first");
        LoopDevice named = overADeletedCopy("second");

        assertThat(at(named.path(), collect(true, named.path())).outcome()).isEqualTo(Outcome.REMOVED);

        assertThat(bench.host.loopTable()).containsExactly(kept);
    }

    private LoopDevice overADeletedCopy(String name) {
        Path file = PoolBench.POOL.resolve("volumes").resolve(name);
        files.cloneFile(image, file);
        LoopDevice device = bench.host.attachByHand(file);
        files.deleteFile(file);
        return device;
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

    /** Detached while it is shown, it goes by itself when that ends. */
    private void leave(LoopDevice device) {
        files.createFile(Path.of("/target"), new byte[0]);
        host.mounts().bind(device.path(), Path.of("/target"), false);
        host.loops().detach(device);
    }

    @Test
    void aVolumesDeviceThatLeavesWithItsLastMountIsNoStray() {
        backend.attach(source, false);
        leave(bench.host.loopTable().getFirst());

        assertThat(collect(true)).isEmpty();

        host.mounts().unmount(Path.of("/target"));
        assertThat(bench.host.loopTable()).isEmpty();
    }

    @Test
    void aStrayDeviceThatLeavesStaysForItsMountWhichGoesWhenNamed() {
        Path copy = PoolBench.POOL.resolve("volumes").resolve("copy");
        files.cloneFile(image, copy);
        LoopDevice device = bench.host.attachByHand(copy);
        leave(device);

        assertThat(at(device.path(), collect(true)).stray().removal()).isEqualTo(Removal.NEVER);
        assertThat(at(Path.of("/target"), collect(true, Path.of("/target"))).outcome())
                .isEqualTo(Outcome.REMOVED);

        assertThat(bench.host.loopTable()).isEmpty();
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
    void whatSomebodyMountedOverAStrayMountStays() {
        Path device = mountedCopy().path();
        host.mounts().bind(Path.of("/ext4"), MOUNTPOINT, false);

        Collected found = at(MOUNTPOINT, collect(true, MOUNTPOINT));

        assertThat(found.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(found.remark()).isEqualTo("it is still there");
        assertThat(host.mounts().at(MOUNTPOINT)).get().matches(top -> !top.shows(device));
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
}
