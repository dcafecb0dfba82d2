package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.LoopDevices;
import dev.zonal.csi.host.LoopFile;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RealHost
final class LinuxLoopDevicesOnXfsIT extends LoopDevicesContract {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    LinuxLoopDevicesOnXfsIT() {
        super(POOL);
    }

    /** Its filesystem does not say any more which file it is, not even to a driver that has just started. */
    @Test
    void aDeviceOverADeadDiskIsNamedAndTakenAway() {
        FileTree files = LinuxHost.fileTree();
        LoopDevices loops = LinuxHost.loopDevices();
        Mounts mounts = LinuxHost.mounts();
        Path disk = POOL.fresh("disk");
        files.createSparse(disk, ByteSize.ofMebibytes(512));
        LoopDevice below = loops.attach(disk, false);
        POOL.run("mkfs.xfs", "-q", below.path().toString());
        Path mounted = POOL.mountpoint();
        mounts.mount(below.path(), mounted, "xfs", List.of());
        Path image = mounted.resolve("image");
        files.createSparse(image, ByteSize.ofMebibytes(16));
        LoopDevice device = loops.attach(image, false);
        POOL.run("xfs_io", "-x", "-c", "shutdown", mounted.toString());

        LoopDevices restarted = LinuxHost.loopDevices();
        LoopFile behind = restarted.behind(device.path()).orElseThrow();
        assertThat(behind).isEqualTo(new LoopFile(device.number(), image, false, false, OptionalLong.empty()));
        assertThat(restarted.files()).contains(behind);
        restarted.detach(behind);

        assertThat(restarted.behind(device.path())).isEmpty();
        mounts.unmount(mounted);
    }
}
