package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.LARGER;
import static dev.zonal.csi.node.NodeBench.SIZE;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static dev.zonal.csi.node.NodeBench.XFS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.RecordedLog;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A filesystem that can't grow while it is mounted grows at the next stage, and the log says so once. */
class PostponedGrowthTest {
    private static final CapacityRange MORE = CapacityRange.atLeast(LARGER);

    private final NodeBench bench = new NodeBench();
    private final RecordedLog log = new RecordedLog(Expansion.class);

    @AfterEach
    void close() {
        log.close();
        bench.close();
    }

    private void assertSaid(VolumeId id, String reason) {
        assertThat(log.events()).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .contains(reason)
                    .contains("the filesystem follows when the volume is staged next");
            assertThat(line.getKeyValuePairs()).anyMatch(pair -> pair.value.equals(id));
        });
    }

    @Test
    void aFilesystemThatIsReadOnlyEverywhereGrowsWhenItIsStagedForWriting() {
        VolumeCapability reader = NodeBench.as(FilesystemType.XFS, AccessMode.MULTI_NODE_READER_ONLY);
        VolumeId id = bench.volume("v", XFS);
        bench.staging.stage(id, STAGED, reader);

        ByteSize size = bench.expansion.expand(id, STAGED, MORE);
        assertThat(bench.filesystemSize(id)).isEqualTo(SIZE);
        assertSaid(id, "it is mounted read-only");
        bench.staging.unstage(id, STAGED);
        bench.staging.stage(id, STAGED, XFS);

        assertThat(size).isEqualTo(LARGER);
        assertThat(bench.filesystemSize(id)).isEqualTo(LARGER);
    }

    @Test
    void aMountedExt4ThatTheKernelWillNotGrowGrowsAtTheNextStage() {
        VolumeId id = bench.staged("v", EXT4);
        bench.refuse("grow", Errno.EPERM);

        ByteSize size = bench.expansion.expand(id, STAGED, MORE);
        bench.host.faults().clear();
        assertThat(bench.filesystemSize(id)).isEqualTo(SIZE);
        assertSaid(id, "CAP_SYS_RESOURCE");
        bench.staging.unstage(id, STAGED);
        bench.staging.stage(id, STAGED, EXT4);

        assertThat(size).isEqualTo(LARGER);
        assertThat(bench.filesystemSize(id)).isEqualTo(LARGER);
    }
}
