package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.BLOCK;
import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnstagingTest {
    private final NodeBench bench = new NodeBench();

    @AfterEach
    void nothingStaysClaimed() {
        assertThat(bench.operations.claimed()).isZero();
        bench.close();
    }

    @Test
    void unstagingTakesMountAndDeviceAwayAndIsRepeatable() {
        VolumeId id = bench.staged("v", EXT4);

        bench.staging.unstage(id, STAGED);
        bench.staging.unstage(id, STAGED);

        assertThat(bench.mounts()).isEmpty();
        assertThat(bench.loops()).isZero();
    }

    @Test
    void stackedMountsOfTheVolumeAreAllTakenAway() {
        VolumeId id = bench.staged("v", EXT4);
        bench.host.ports().mounts().mount(bench.device(id), STAGED, "ext4", List.of());

        bench.staging.unstage(id, STAGED);

        assertThat(bench.mounts()).isEmpty();
        assertThat(bench.loops()).isZero();
    }

    @Test
    void aPublishedVolumeIsNotUnstaged() {
        VolumeId id = bench.staged("v", EXT4);
        bench.publish(id, POD, EXT4, false);

        assertThatThrownBy(() -> bench.staging.unstage(id, STAGED))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("still mounted at [" + POD + "]");
        assertThat(bench.mountpoints()).containsExactly(STAGED, POD);
    }

    @Test
    void aPublishedDeviceIsNotUnstaged() {
        VolumeId id = bench.staged("v", BLOCK);
        bench.publish(id, POD, BLOCK, true);

        assertThatThrownBy(() -> bench.staging.unstage(id, STAGED))
                .isInstanceOf(StorageException.FailedPrecondition.class);
        assertThat(bench.loops()).isEqualTo(2);
    }

    @Test
    void unstagingAVolumeThatWasUnmountedByHandGivesItsDeviceBack() {
        VolumeId id = bench.staged("v", EXT4);
        bench.host.ports().mounts().unmount(STAGED);

        bench.staging.unstage(id, STAGED);

        assertThat(bench.loops()).isZero();
    }

    @Test
    void unstagingNeverTakesAwayTheMountOfAnotherVolume() {
        VolumeId other = bench.staged("other", EXT4);
        VolumeId idle = bench.volume("idle", EXT4);
        VolumeId deleted = bench.id("deleted");

        for (VolumeId id : List.of(idle, deleted)) {
            assertThatThrownBy(() -> bench.staging.unstage(id, STAGED))
                    .isInstanceOf(StorageException.FailedPrecondition.class)
                    .hasMessageContaining("left alone");
        }
        assertThat(bench.mounts()).singleElement().matches(mount -> mount.shows(bench.device(other)));
    }

    @Test
    void ofAVanishedVolumeTheMountIsTakenAwayAndTheDeviceWithTheLastOfItsDataStays() {
        VolumeId id = bench.staged("v", EXT4);
        bench.files().deleteFile(Path.of("/pool/volumes/" + id + "/disk.img"));

        bench.staging.unstage(id, STAGED);

        assertThat(bench.mounts()).isEmpty();
        assertThat(bench.loops()).isEqualTo(1);
    }

    @Test
    void unstagingAVolumeThatNeverWasIsDone() {
        bench.staging.unstage(bench.id("none"), STAGED);

        assertThat(bench.mounts()).isEmpty();
    }

    @Test
    void aMountWhoseDeviceWasGivenBackAlreadyIsStillTheVolumes() {
        VolumeId id = bench.staged("v", EXT4);
        bench.backend.detach(id);
        assertThat(bench.backend.attached(id)).isEmpty();

        bench.staging.stage(id, STAGED, EXT4);
        bench.staging.unstage(id, STAGED);

        assertThat(bench.mounts()).isEmpty();
        assertThat(bench.loops()).isZero();
    }
}
