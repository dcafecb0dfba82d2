package dev.zonal.csi.backend.local.stray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.maintenance.Stray;
import dev.zonal.csi.maintenance.Stray.Kind;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loop devices over the files of a pool that the driver did not make, and what is mounted from them. */
class StrayDevicesTest extends GarbageCollectionCase {
    @Test
    void aSnapshotAttachedByHandIsFound() {
        LoopDevice device = bench.host.attachByHand(
                PoolBench.POOL.resolve("snapshots").resolve(cut.value()).resolve("disk.img"));

        Stray found = findings().getFirst();
        assertThat(found.object()).contains(cut);
        assertThat(found.size()).isEqualTo(Operation.SIZE);
        assertThat(found.advice()).isEqualTo("nothing is lost with it");
        assertGoes(Kind.DEVICE, device.path(), "image of snapshot " + cut, "losetup -d " + device.path());
        assertThat(bench.host.loopTable()).isEmpty();
    }

    @Test
    void aSecondDeviceOverAVolumeIsFoundAndTheDriversOwnIsNot() {
        Path own = backend.attach(source, false);
        LoopDevice second = bench.host.attachByHand(image);

        assertThat(findings().getFirst().object()).contains(source);
        assertGoes(
                Kind.DEVICE,
                second.path(),
                "a device over the image of volume " + source + " that the driver did not make",
                "losetup -d " + second.path());
        assertThat(backend.attached(source)).containsExactly(own);
        backend.detach(source);
    }

    @Test
    void aDeviceOverADeletedImageHoldsTheLastOfIt() {
        Path file = PoolBench.POOL.resolve("volumes").resolve("copy");
        files.cloneFile(image, file);
        LoopDevice device = bench.host.attachByHand(file);
        files.deleteFile(file);

        assertThat(findings().getFirst().advice()).contains("copy what is needed from it");
        assertGoes(Kind.DEVICE, device.path(), "its file is gone", "losetup -d " + device.path());
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

        assertThat(findings()).isEmpty();
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

        assertThat(findings()).isEmpty();

        host.mounts().unmount(Path.of("/target"));
        assertThat(bench.host.loopTable()).isEmpty();
    }

    @Test
    void aStrayDeviceThatLeavesGoesWithItsMount() {
        Path copy = PoolBench.POOL.resolve("volumes").resolve("copy");
        files.cloneFile(image, copy);
        LoopDevice device = bench.host.attachByHand(copy);
        leave(device);

        List<Stray> found = findings();

        assertThat(at(device.path(), found).command()).isEmpty();
        assertThat(at(Path.of("/target"), found).command()).contains("umount -- /target");
        ByHand.run(host, "umount -- /target");

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
    void aMountOfAStrayDeviceGoesFirstThenTheDeviceThenItsFile() {
        Path device = mountedCopy().path();
        Path copy = PoolBench.POOL.resolve("volumes").resolve("copy");

        List<Stray> found = findings();

        assertThat(found).extracting(Stray::path).containsExactly(MOUNTPOINT, device, copy);
        assertThat(found)
                .extracting(each -> each.command().orElse(""))
                .containsExactly("umount -- " + MOUNTPOINT, "", "");
        assertThat(found.get(1).advice()).contains("mounted at " + MOUNTPOINT + "; unmount it first");
        assertThat(found.get(2).advice()).contains("a loop device stands over " + copy);
        ByHand.run(host, "umount -- " + MOUNTPOINT);
        assertThat(findings())
                .extracting(each -> each.command().orElse(""))
                .containsExactly("losetup -d " + device, "");
        ByHand.run(host, "losetup -d " + device);
        assertGoes(Kind.FILE, copy, "no id of this pool", "rm -r -- " + copy);
    }
}
