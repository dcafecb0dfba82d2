package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.LARGER;
import static dev.zonal.csi.node.NodeBench.SIZE;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static dev.zonal.csi.node.NodeBench.XFS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stage that ended in its midst, by its caller or with the driver: the next one finishes it, where it may. */
class InterruptedStageTest {
    private final NodeBench bench = new NodeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** Which call of a first stage it is that begins so: the same on every bench. */
    private static int call(String beginning) {
        try (NodeBench other = new NodeBench()) {
            other.staged("v", EXT4);
            List<String> calls = other.host.faults().calls();
            return (int) calls.stream()
                    .takeWhile(call -> !call.startsWith(beginning))
                    .count();
        }
    }

    @Test
    void aCallerWhoWentAwayWhileItWasFormattedFindsItFormattedNextTime() {
        VolumeId id = bench.volume("v", EXT4);
        AtomicBoolean away = new AtomicBoolean();
        bench.host.faults().during(call("format"), () -> away.set(true));

        assertThatThrownBy(() ->
                        Deadline.of(Optional.empty(), away::get).bind(() -> bench.staging.stage(id, STAGED, EXT4)))
                .isInstanceOf(StorageException.DeadlineExceeded.class);

        assertThat(bench.host.faults().calls()).noneMatch(call -> call.startsWith("mount /dev"));
        assertThat(bench.loops()).isZero();
        bench.host.faults().clear();
        bench.staging.stage(id, STAGED, EXT4);
        assertThat(bench.host.faults().calls()).noneMatch(call -> call.startsWith("format"));
        assertThat(bench.mountpoints()).containsExactly(STAGED);
    }

    @Test
    void whatSomebodyElseMountedThereMeanwhileStays() {
        VolumeId id = bench.volume("v", EXT4);
        bench.host.faults().during(call("mount /dev"), () -> {
            bench.host.ports().mounts().bind(Path.of("/ext4"), STAGED, false);
            throw new HostException("mount", Errno.EBUSY);
        });

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4)).isInstanceOf(HostException.class);

        assertThat(bench.mountpoints()).containsExactly(STAGED);
        assertThat(bench.loops()).isZero();
    }

    /** Mounted, and its device is larger than its filesystem. */
    private VolumeId mountedButNotGrown(VolumeCapability use) {
        VolumeId id = bench.staged("v", use);
        bench.backend.expandVolume(id, LARGER);
        bench.backend.refreshSize(id);
        bench.host.faults().clear();
        return id;
    }

    private void assertMountedAndNotGrown(VolumeId id) {
        assertThat(bench.host.faults().calls()).noneMatch(call -> call.startsWith("grow"));
        assertThat(bench.filesystemSize(id)).isEqualTo(SIZE);
        assertThat(bench.mountpoints()).containsExactly(STAGED);
    }

    @ParameterizedTest
    @EnumSource(names = {"XFS", "BTRFS"})
    void whatGrowsMountedIsGrown(FilesystemType type) {
        VolumeId id = mountedButNotGrown(NodeBench.mounted(type));

        bench.staging.stage(id, STAGED, NodeBench.mounted(type));

        assertThat(bench.filesystemSize(id)).isEqualTo(LARGER);
        assertThat(bench.mountpoints()).containsExactly(STAGED);
    }

    /** It grows before it is mounted, where the kernel lets every process do that. */
    @Test
    void whatGrowsUnmountedIsLeftToNodeExpandVolume() {
        VolumeId id = mountedButNotGrown(EXT4);

        bench.staging.stage(id, STAGED, EXT4);

        assertMountedAndNotGrown(id);
    }

    @Test
    void whatIsMountedForReadersIsLeftAsItIs() {
        VolumeCapability reader = NodeBench.as(FilesystemType.XFS, AccessMode.MULTI_NODE_READER_ONLY);
        VolumeId id = mountedButNotGrown(reader);

        bench.staging.stage(id, STAGED, reader);

        assertMountedAndNotGrown(id);
    }

    @Test
    void whatStoppedOnAnErrorIsLeftAsItIs() {
        VolumeId id = mountedButNotGrown(XFS);
        bench.host.stopFilesystem(bench.device(id));

        bench.staging.stage(id, STAGED, XFS);

        assertMountedAndNotGrown(id);
    }

    @Test
    void whatIsAsLargeAsItsDeviceIsNotGrownAgain() {
        VolumeId id = bench.staged("v", XFS);
        bench.host.faults().clear();

        bench.staging.stage(id, STAGED, XFS);

        assertMountedAndNotGrown(id);
    }
}
