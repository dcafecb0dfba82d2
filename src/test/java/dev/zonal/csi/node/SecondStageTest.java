package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.BLOCK;
import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.LARGER;
import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static dev.zonal.csi.node.NodeBench.XFS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A volume that is mounted already is mounted once more; below its users nothing is made, repaired or grown. */
class SecondStageTest {
    private static final Path SECOND = NodeBench.KUBELET.resolve("second");

    private final NodeBench bench = new NodeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void theSameFilesystemIsAtBothPaths() {
        VolumeId id = bench.staged("v", EXT4);
        bench.backend.expandVolume(id, LARGER);
        bench.backend.refreshSize(id);
        bench.host.leaveUnclean(bench.device(id));
        bench.host.faults().clear();

        bench.staging.stage(id, SECOND, EXT4);

        assertThat(bench.mountpoints()).containsExactly(STAGED, SECOND);
        assertThat(bench.host.faults().calls())
                .noneMatch(
                        call -> call.startsWith("format") || call.startsWith("check /dev") || call.startsWith("grow"));
    }

    @Test
    void optionsThatTheFilesystemInUseHasNotAreRefused() {
        VolumeId id = bench.staged("v", EXT4);

        assertThatThrownBy(() -> bench.staging.stage(
                        id, SECOND, NodeBench.as(FilesystemType.EXT4, AccessMode.SINGLE_NODE_WRITER, "discard")))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("mounted at '" + STAGED);
        assertThat(bench.exists(SECOND)).isFalse();

        bench.staging.stage(id, SECOND, NodeBench.as(FilesystemType.EXT4, AccessMode.SINGLE_NODE_WRITER, "noexec"));
        assertThat(bench.mountpoints()).containsExactly(STAGED, SECOND);
    }

    @Test
    void anotherFilesystemThanTheOneInUseIsRefused() {
        VolumeId id = bench.staged("v", EXT4);

        assertThatThrownBy(() -> bench.staging.stage(id, SECOND, XFS))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("carries ext4");
        assertThat(bench.mountpoints()).containsExactly(STAGED);
        assertThat(bench.exists(SECOND)).isFalse();
    }

    @Test
    void theFilesystemThatAWorkloadMadeOnItsRawDeviceIsAtBothPathsToo() {
        VolumeId id = bench.staged("v", BLOCK);
        bench.host.ports().filesystems().format(bench.device(id), FilesystemType.XFS, List.of());
        bench.staging.stage(id, STAGED, XFS);

        bench.staging.stage(id, SECOND, XFS);

        assertThat(bench.mountpoints()).containsExactly(STAGED, SECOND);
    }

    @Test
    void aMountThatThisDriverKnowsNothingOfIsSomebodys() {
        VolumeId id = bench.volume("v", EXT4);
        Path device = bench.backend.attach(id, false);
        bench.host.ports().filesystems().format(device, FilesystemType.EXT4, List.of());
        bench.files().createDirectory(POD);
        bench.host.ports().mounts().mount(device, POD, "ext4", List.of());

        for (Contents contents : List.of(new Contents.Blank(), new Contents.Formatting(FilesystemType.EXT4))) {
            bench.backend.recordContents(id, contents);
            assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                    .isInstanceOf(StorageException.FailedPrecondition.class)
                    .hasMessageContaining("find out who did");
        }
        assertThat(bench.mountpoints()).containsExactly(POD);
        assertThat(bench.backend.attached(id)).containsExactly(device);
    }

    /** The kernel does not tell a staged mount from a published one, and NodeUnstageVolume takes only the last. */
    @Test
    void theFirstOfTwoStagesIsTakenAwayAsAPublishedOneIs() {
        VolumeId id = bench.staged("v", EXT4);
        bench.staging.stage(id, SECOND, EXT4);

        bench.publishing.unpublish(id, STAGED);
        bench.staging.unstage(id, SECOND);

        assertThat(bench.mounts()).isEmpty();
        assertThat(bench.loops()).isZero();
    }
}
