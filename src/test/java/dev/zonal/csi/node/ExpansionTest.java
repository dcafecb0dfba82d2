package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.BLOCK;
import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.LARGER;
import static dev.zonal.csi.node.NodeBench.OTHER_POD;
import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.SIZE;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static dev.zonal.csi.node.NodeBench.XFS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(QuietLogs.class)
class ExpansionTest {
    private static final CapacityRange MORE = CapacityRange.atLeast(LARGER);

    private final NodeBench bench = new NodeBench();

    @AfterEach
    void nothingStaysClaimed() {
        assertThat(bench.operations.claimed()).isZero();
        bench.close();
    }

    private ByteSize deviceSize(VolumeId id) {
        return bench.host.ports().filesystems().deviceSize(bench.device(id));
    }

    @ParameterizedTest
    @EnumSource
    void volumeDeviceAndFilesystemGrowTogetherAndOnce(FilesystemType type) {
        VolumeId id = bench.staged("v", NodeBench.mounted(type));
        bench.publish(id, POD, NodeBench.mounted(type), false);

        ByteSize first = bench.expansion.expand(id, POD, MORE);
        ByteSize again = bench.expansion.expand(id, STAGED, MORE);

        assertThat(first).isEqualTo(again).isEqualTo(LARGER);
        assertThat(bench.find(id).capacity()).isEqualTo(LARGER);
        assertThat(deviceSize(id)).isEqualTo(LARGER);
        assertThat(bench.filesystemSize(id)).isEqualTo(LARGER);
    }

    @Test
    void whatTheControllerMadeLargerIsFollowed() {
        VolumeId id = bench.staged("v", XFS);
        bench.backend.expandVolume(id, LARGER);

        ByteSize size = bench.expansion.expand(id, STAGED, CapacityRange.ANY);

        assertThat(size).isEqualTo(LARGER);
        assertThat(bench.filesystemSize(id)).isEqualTo(LARGER);
    }

    @Test
    void aRawDeviceGrowsAtItsTargetAndWhereItIsOnlyStaged() {
        VolumeId id = bench.staged("v", BLOCK);

        bench.expansion.expand(id, STAGED, MORE);
        assertThat(deviceSize(id)).isEqualTo(LARGER);
        bench.publish(id, POD, BLOCK, true);
        bench.expansion.expand(id, POD, CapacityRange.atLeast(ByteSize.ofGibibytes(2)));

        assertThat(deviceSize(id)).isEqualTo(ByteSize.ofGibibytes(2));
        Path readOnly = bench.backend.attached(id, true).orElseThrow();
        assertThat(bench.host.ports().filesystems().deviceSize(readOnly)).isEqualTo(ByteSize.ofGibibytes(2));
    }

    @Test
    void aFilesystemGrowsThoughThePathIsAReadOnlyOne() {
        VolumeId id = bench.staged("v", XFS);
        bench.publish(id, POD, XFS, true);

        bench.expansion.expand(id, POD, MORE);

        assertThat(bench.filesystemSize(id)).isEqualTo(LARGER);
    }

    @Test
    void aGrowthThatFailsIsFinishedByARetry() {
        VolumeId id = bench.staged("v", XFS);
        bench.refuse("grow", Errno.EIO);
        assertThatThrownBy(() -> bench.expansion.expand(id, STAGED, MORE)).isInstanceOf(HostException.class);
        bench.host.faults().clear();

        bench.expansion.expand(id, STAGED, MORE);

        assertThat(bench.filesystemSize(id)).isEqualTo(LARGER);
    }

    @Test
    void aVolumeThatIsNotAtThePathIsNotFound() {
        VolumeId id = bench.staged("v", EXT4);

        assertThatThrownBy(() -> bench.expansion.expand(id, POD, MORE)).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> bench.expansion.expand(bench.id("none"), STAGED, MORE))
                .isInstanceOf(StorageException.NotFound.class);
        assertThat(bench.find(id).capacity()).isEqualTo(SIZE);
    }

    @Test
    void thePathOfAnotherVolumeIsRefused() {
        bench.staged("other", EXT4);
        VolumeId id = bench.volume("v", EXT4);

        assertThatThrownBy(() -> bench.expansion.expand(id, STAGED, MORE))
                .isInstanceOf(StorageException.FailedPrecondition.class);
        assertThat(bench.find(id).capacity()).isEqualTo(SIZE);
    }

    @Test
    void aLimitBelowTheVolumeIsOutOfRangeAndASmallerWishIsMet() {
        VolumeId id = bench.staged("v", EXT4);
        ByteSize small = ByteSize.ofMebibytes(1);

        assertThatThrownBy(() -> bench.expansion.expand(id, STAGED, new CapacityRange(small, Optional.of(small))))
                .isInstanceOf(StorageException.OutOfRange.class);
        assertThat(bench.expansion.expand(id, STAGED, CapacityRange.atLeast(small)))
                .isEqualTo(SIZE);
    }

    @Test
    void anExpansionOverALinkIsRefused() {
        VolumeId id = bench.staged("v", EXT4);
        bench.host.addSymbolicLink(OTHER_POD, STAGED);

        assertThatThrownBy(() -> bench.expansion.expand(id, OTHER_POD, MORE))
                .isInstanceOf(StorageException.InvalidArgument.class);
    }
}
