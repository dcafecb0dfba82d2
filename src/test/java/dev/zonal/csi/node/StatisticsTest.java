package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.BLOCK;
import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.OTHER_POD;
import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.SIZE;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsTest {
    private final NodeBench bench = new NodeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aFilesystemTellsHowFullItIs() {
        VolumeId id = bench.staged("v", EXT4);
        bench.publish(id, POD, EXT4, false);

        VolumeStatistics found = bench.statistics.of(id, POD);

        assertThat(found.isBlock()).isFalse();
        assertThat(found.total()).isEqualTo(SIZE);
        assertThat(found.used().plus(found.available())).isEqualTo(found.total());
        assertThat(found.abnormal()).isEmpty();
        assertThat(bench.statistics.of(id, STAGED)).isEqualTo(found);
    }

    @Test
    void aFileMoreIsAnInodeLess() {
        VolumeId id = bench.staged("v", EXT4);
        VolumeStatistics before = bench.statistics.of(id, STAGED);
        bench.files().createFile(STAGED.resolve("file"), new byte[8192]);

        VolumeStatistics found = bench.statistics.of(id, STAGED);

        assertThat(found.usedInodes()).isEqualTo(before.usedInodes() + 1);
        assertThat(found.freeInodes()).isEqualTo(before.freeInodes() - 1);
        assertThat(found.usedInodes() + found.freeInodes()).isEqualTo(found.inodes());
        assertThat(found.used().isMoreThan(before.used())).isTrue();
        assertThat(before.available().isMoreThan(found.available())).isTrue();
    }

    /** It holds no lock, so everything may go while it looks. */
    @Test
    void whatIsTakenAwayMeanwhileIsNotFoundAndNothingElse() {
        VolumeId id = bench.staged("v", EXT4);
        bench.publish(id, POD, EXT4, false);
        VolumeStatistics undisturbed = bench.statistics.of(id, POD);
        bench.host.faults().clear();
        bench.statistics.of(id, POD);
        int calls = bench.host.faults().calls().size();
        assertThat(calls).isPositive();
        for (int call = 0; call < calls; call++) {
            bench.host.faults().during(call, () -> takeAway(id));

            Optional<VolumeStatistics> found = statistics(id);

            assertThat(found.orElse(undisturbed)).as("gone in call %d", call).isEqualTo(undisturbed);
            bench.host.faults().clear();
            bench.staging.stage(id, STAGED, EXT4);
            bench.publish(id, POD, EXT4, false);
        }
    }

    private Optional<VolumeStatistics> statistics(VolumeId id) {
        try {
            return Optional.of(bench.statistics.of(id, POD));
        } catch (StorageException.NotFound gone) {
            return Optional.empty();
        }
    }

    /** As an unpublish and an unstage do it, but in this thread: the simulated host is in the midst of a call. */
    private void takeAway(VolumeId id) {
        bench.host.ports().mounts().unmount(POD);
        bench.host.ports().mounts().unmount(STAGED);
        bench.backend.detach(id);
    }

    @Test
    void aRawDeviceTellsItsSize() {
        VolumeId id = bench.staged("v", BLOCK);
        bench.publish(id, POD, BLOCK, false);

        VolumeStatistics found = bench.statistics.of(id, POD);

        assertThat(found.isBlock()).isTrue();
        assertThat(found.total()).isEqualTo(SIZE);
        assertThat(found.abnormal()).isEmpty();
    }

    @Test
    void aReadOnlyPublishIsNothingAbnormal() {
        VolumeId id = bench.staged("v", EXT4);
        bench.publish(id, POD, EXT4, true);

        assertThat(bench.statistics.of(id, POD).abnormal()).isEmpty();
        assertThat(bench.statistics.of(id, STAGED).abnormal()).isEmpty();
    }

    @Test
    void aReadOnlyStageIsNothingAbnormal() {
        VolumeCapability reader = NodeBench.as(FilesystemType.EXT4, AccessMode.MULTI_NODE_READER_ONLY);
        VolumeId id = bench.staged("v", reader);
        bench.publish(id, POD, reader, true);

        assertThat(bench.statistics.of(id, POD).abnormal()).isEmpty();
    }

    @Test
    void aFilesystemThatStoppedOnAnErrorIsAbnormalAtEveryPath() {
        VolumeId id = bench.staged("v", EXT4);
        bench.publish(id, POD, EXT4, false);
        bench.publish(id, OTHER_POD, EXT4, true);
        bench.host.stopFilesystem(bench.device(id));

        for (Path path : List.of(STAGED, POD, OTHER_POD)) {
            assertThat(bench.statistics.of(id, path).abnormal())
                    .hasValueSatisfying(told -> assertThat(told).contains("takes no more writes"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"space", "status"})
    void aFilesystemThatDoesNotAnswerIsAbnormalAndNoError(String call) {
        VolumeId id = bench.staged("v", EXT4);
        bench.refuse(call + " " + STAGED, Errno.EIO);

        VolumeStatistics found = bench.statistics.of(id, STAGED);

        assertThat(found.total()).isEqualTo(ByteSize.ZERO);
        assertThat(found.abnormal()).hasValueSatisfying(told -> assertThat(told).contains("EIO"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/var/lib/kubelet/pod", "/", "/some/path", "some/path", "", "/var/lib/kubelet/staged/below"})
    void aPathWhereTheVolumeIsNotIsNotFound(String path) {
        VolumeId id = bench.staged("v", EXT4);

        assertThatThrownBy(() -> bench.statistics.of(id, Path.of(path))).isInstanceOf(StorageException.NotFound.class);
    }

    @Test
    void aVolumeThatIsNotHereIsNotFoundWhateverThePath() {
        bench.staged("other", EXT4);
        VolumeId idle = bench.volume("idle", EXT4);

        for (VolumeId id : List.of(bench.id("none"), idle)) {
            assertThatThrownBy(() -> bench.statistics.of(id, STAGED)).isInstanceOf(StorageException.NotFound.class);
            assertThatThrownBy(() -> bench.statistics.of(id, Path.of("some/path")))
                    .isInstanceOf(StorageException.NotFound.class);
        }
    }

    @Test
    void aPathBehindKubeletsLinkIsFound() {
        VolumeId id = bench.staged("v", EXT4);
        bench.host.addSymbolicLink(Path.of("/kubelet"), NodeBench.KUBELET);

        assertThat(bench.statistics.of(id, Path.of("/kubelet/staged")).total()).isEqualTo(SIZE);
    }

    @Test
    void anAnswerComesAlsoWhileTheVolumeIsBusy() {
        VolumeId id = bench.staged("v", EXT4);

        VolumeStatistics found =
                bench.operations.run(List.of(Claim.exclusive(id)), () -> bench.statistics.of(id, STAGED));

        assertThat(found.total()).isEqualTo(SIZE);
    }
}
