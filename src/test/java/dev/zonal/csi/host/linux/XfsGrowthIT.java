package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.LoopDevices;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.host.ProbeResult.Filesystem;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An XFS whose growth the power cut off: its first superblock is new, the copies in its allocation groups are not. */
@RealHost
final class XfsGrowthIT {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    private static final ByteSize SIZE = ByteSize.ofMebibytes(320);
    private static final ByteSize LARGER = ByteSize.ofMebibytes(480);
    private static final int GROUPS = 4;
    private static final int GROUP_BYTES = 80 << 20;
    private static final int BLOCK_BYTES = 4096;

    private final FileTree files = LinuxHost.fileTree();
    private final LoopDevices loops = LinuxHost.loopDevices();
    private final Mounts mounts = LinuxHost.mounts();
    private final Filesystems filesystems = LinuxHost.filesystems(new ProcessCommands());

    @Test
    void isSeenAsSmallAndGrownToItsEnd() throws Exception {
        Path image = POOL.fresh("image");
        files.createSparse(image, SIZE);
        LoopDevice device = loops.attach(image, false);
        filesystems.format(device.path(), FilesystemType.XFS, List.of());
        byte[][] copies = copies(device);
        files.resize(image, LARGER);
        loops.refreshSize(device);
        grow(device);
        assertThat(filesystems.probe(device.path())).isEqualTo(new Filesystem(FilesystemType.XFS, LARGER, false));
        putBack(device, copies);
        assertThat(filesystems.probe(device.path())).isEqualTo(new Filesystem(FilesystemType.XFS, SIZE, false));

        grow(device);

        assertThat(filesystems.probe(device.path())).isEqualTo(new Filesystem(FilesystemType.XFS, LARGER, false));
        HostTraces.output("xfs_repair", "-n", device.path().toString());
    }

    private void grow(LoopDevice device) {
        Path target = POOL.mountpoint();
        mounts.mount(device.path(), target, FilesystemType.XFS.word(), List.of());
        filesystems.growMounted(target, device.path(), FilesystemType.XFS);
        mounts.unmount(target);
    }

    /** Only then has the volume to be frozen for a snapshot. */
    @Test
    void aGrowthThatIsInTheJournalAloneIsToldAndBroughtHomeByAFreeze() throws Exception {
        Path image = POOL.fresh("image");
        files.createSparse(image, SIZE);
        LoopDevice device = loops.attach(image, false);
        filesystems.format(device.path(), FilesystemType.XFS, List.of());
        Path target = POOL.mountpoint();
        mounts.mount(device.path(), target, FilesystemType.XFS.word(), List.of());
        files.resize(image, LARGER);
        loops.refreshSize(device);
        assertThat(filesystems.hasGrowthInJournal(target, device.path()))
                .as("not grown yet")
                .isFalse();

        filesystems.growMounted(target, device.path(), FilesystemType.XFS);
        assertThat(filesystems.hasGrowthInJournal(target, device.path())).isTrue();
        filesystems.freeze(target).close();

        assertThat(filesystems.hasGrowthInJournal(target, device.path())).isFalse();
        assertThat(filesystems.isInUse(device.path())).isTrue();
        mounts.unmount(target);
        assertThat(filesystems.isInUse(device.path())).isFalse();
    }

    private static byte[][] copies(LoopDevice device) throws IOException {
        byte[][] copies = new byte[GROUPS][BLOCK_BYTES];
        try (var file = new RandomAccessFile(device.path().toFile(), "r")) {
            for (int group = 1; group < GROUPS; group++) {
                file.seek((long) group * GROUP_BYTES);
                file.readFully(copies[group]);
            }
        }
        return copies;
    }

    private void putBack(LoopDevice device, byte[][] copies) throws IOException {
        try (var file = new RandomAccessFile(device.path().toFile(), "rw")) {
            for (int group = 1; group < GROUPS; group++) {
                file.seek((long) group * GROUP_BYTES);
                file.write(copies[group]);
            }
        }
        filesystems.flush(device.path());
    }
}
