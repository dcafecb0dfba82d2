package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.BLOCK;
import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.OTHER_POD;
import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishingTest {
    private final NodeBench bench = new NodeBench();

    @AfterEach
    void nothingStaysClaimed() {
        assertThat(bench.operations.claimed()).isZero();
        bench.close();
    }

    static Stream<VolumeCapability> bothKinds() {
        return Stream.of(EXT4, BLOCK);
    }

    private Mount at(Path target) {
        return bench.host.ports().mounts().at(target).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void aStagedVolumeIsShownOnce(VolumeCapability use) {
        VolumeId id = bench.staged("v", use);

        bench.publish(id, POD, use, false);
        bench.publish(id, POD, use, false);

        assertThat(bench.mountpoints()).containsOnlyOnce(POD);
        assertThat(at(POD).shows(bench.device(id))).isTrue();
        assertThat(at(POD).readOnly()).isFalse();
        assertThat(at(POD).isNode()).isEqualTo(use.isBlock());
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void readOnlyStopsEveryWrite(VolumeCapability use) {
        VolumeId id = bench.staged("v", use);

        bench.publish(id, POD, use, true);
        bench.publish(id, POD, use, true);

        assertThat(at(POD).readOnly()).isTrue();
        assertThat(bench.mountpoints()).containsOnlyOnce(POD);
        if (use.isBlock()) {
            Path device = bench.backend.attached(id, true).orElseThrow();
            assertThat(at(POD).shows(device)).isTrue();
            assertThatThrownBy(() -> bench.host.writeDevice(device, 0, new byte[1]))
                    .isInstanceOf(HostException.class);
        }
    }

    @Test
    void aReadersModeIsReadOnlyWithoutBeingAsked() {
        VolumeId id = bench.staged("v", EXT4);

        bench.publish(id, POD, NodeBench.as(FilesystemType.EXT4, AccessMode.SINGLE_NODE_READER_ONLY), false);

        assertThat(at(POD).readOnly()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void theSameTargetWithOtherPermissionsAlreadyExists(VolumeCapability use) {
        VolumeId id = bench.staged("v", use);
        String kind = use.isBlock() ? "as a raw device" : "with its filesystem";
        bench.publish(id, POD, use, false);

        assertThatThrownBy(() -> bench.publish(id, POD, use, true))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining(kind + " for writing");
        assertThat(at(POD).readOnly()).isFalse();

        bench.publishing.unpublish(id, POD);
        bench.publish(id, POD, use, true);

        assertThatThrownBy(() -> bench.publish(id, POD, use, false))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining(kind + " read-only");
        assertThat(at(POD).readOnly()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readersOfARawDeviceNeverStandBesideItsWriter(boolean readerFirst) {
        VolumeId id = bench.staged("v", BLOCK);
        bench.publish(id, POD, BLOCK, readerFirst);
        int devices = bench.loops();

        assertThatThrownBy(() -> bench.publish(id, OTHER_POD, BLOCK, !readerFirst))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("old data")
                .hasMessageContaining(POD.toString());
        assertThat(bench.exists(OTHER_POD)).isFalse();
        assertThat(bench.loops()).isEqualTo(devices);

        bench.publish(id, OTHER_POD, BLOCK, readerFirst);
        bench.publishing.unpublish(id, POD);
        bench.publishing.unpublish(id, OTHER_POD);
        bench.publish(id, OTHER_POD, BLOCK, !readerFirst);
        assertThat(at(OTHER_POD).shows(bench.backend.attached(id, !readerFirst).orElseThrow()))
                .isTrue();
    }

    @Test
    void theFlagRoIsReadOnlyToo() {
        VolumeId id = bench.staged("v", EXT4);
        VolumeCapability flagged = NodeBench.as(FilesystemType.EXT4, AccessMode.SINGLE_NODE_WRITER, "ro");

        bench.publish(id, POD, flagged, false);
        bench.publish(id, POD, flagged, false);

        assertThat(at(POD).readOnly()).isTrue();
    }

    @Test
    void otherMountOptionsThanThoseOfTheStageAreRefused() {
        VolumeId id = bench.volume("v", EXT4);
        VolumeCapability noatime = NodeBench.as(FilesystemType.EXT4, AccessMode.SINGLE_NODE_WRITER, "noatime");
        VolumeCapability noexec = NodeBench.as(FilesystemType.EXT4, AccessMode.SINGLE_NODE_WRITER, "noatime", "noexec");
        bench.staging.stage(id, STAGED, noatime);

        assertThatThrownBy(() -> bench.publish(id, POD, noexec, false))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("noexec");
        assertThat(bench.exists(POD)).isFalse();
        bench.publish(id, POD, noatime, false);
        bench.publish(id, POD, EXT4, false);
        assertThatThrownBy(() -> bench.publish(id, POD, noexec, false))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining("noatime");
    }

    @Test
    void whatIsStagedReadOnlyIsShownReadOnlyAsOftenAsAsked() {
        VolumeId id = bench.volume("v", EXT4);
        VolumeCapability flagged = NodeBench.as(FilesystemType.EXT4, AccessMode.SINGLE_NODE_WRITER, "ro");
        bench.staging.stage(id, STAGED, flagged);

        bench.publish(id, POD, flagged, false);
        bench.publish(id, POD, flagged, false);

        assertThat(at(POD).readOnly()).isTrue();
        assertThat(bench.mountpoints()).containsOnlyOnce(POD);
    }

    @Test
    void aPublishIsRepeatableThoughTheFilesystemStoppedOnAnError() {
        VolumeId id = bench.staged("v", EXT4);
        bench.publish(id, POD, EXT4, false);
        bench.host.stopFilesystem(bench.device(id));

        bench.publish(id, POD, EXT4, false);

        assertThat(bench.mountpoints()).containsOnlyOnce(POD);
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void aVolumeIsShownAtSeveralTargetsUnlessItsWriterIsSingle(VolumeCapability use) {
        VolumeId id = bench.staged("v", use);

        bench.publish(id, POD, use, false);
        bench.publish(id, OTHER_POD, use, false);

        assertThat(bench.mountpoints()).contains(POD, OTHER_POD);
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void aSingleWriterHasOneTarget(VolumeCapability use) {
        VolumeCapability single = new VolumeCapability(use.accessType(), AccessMode.SINGLE_NODE_SINGLE_WRITER);
        VolumeId id = bench.staged("v", single);
        bench.publish(id, POD, single, false);

        assertThatThrownBy(() -> bench.publish(id, OTHER_POD, single, false))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("SINGLE_NODE_SINGLE_WRITER")
                .hasMessageContaining(POD.toString());
        assertThat(bench.exists(OTHER_POD)).isFalse();
        bench.publish(id, POD, single, false);
        bench.publishing.unpublish(id, POD);
        bench.publish(id, OTHER_POD, single, false);
        assertThat(bench.mountpoints()).contains(OTHER_POD).doesNotContain(POD);
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE_NODE_MULTI_WRITER", "SINGLE_NODE_WRITER"})
    void severalWritersOfOneNodeHaveSeveralTargets(AccessMode mode) {
        VolumeCapability several = NodeBench.as(FilesystemType.EXT4, mode);
        VolumeId id = bench.staged("v", several);

        bench.publish(id, POD, several, false);
        bench.publish(id, OTHER_POD, several, false);

        assertThat(bench.mounts()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void aVolumeThatIsNotStagedIsNotShown(VolumeCapability use) {
        VolumeId id = bench.volume("v", use);

        assertThatThrownBy(() -> bench.publish(id, POD, use, false))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("NodeStageVolume");
        assertThat(bench.exists(POD)).isFalse();
        assertThat(bench.loops()).isZero();
    }

    @Test
    void aVolumeThatIsNotHereIsNotFound() {
        assertThatThrownBy(() -> bench.publish(bench.id("none"), POD, EXT4, false))
                .isInstanceOf(StorageException.NotFound.class);
    }

    @Test
    void theStagingPathOfAnotherVolumeShowsNothingOfIt() {
        bench.staged("other", EXT4);
        VolumeId id = bench.volume("v", EXT4);

        assertThatThrownBy(() -> bench.publish(id, POD, EXT4, false))
                .isInstanceOf(StorageException.FailedPrecondition.class);
        assertThat(bench.exists(POD)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void aForeignMountAtTheTargetIsLeftAlone(VolumeCapability use) {
        VolumeId id = bench.staged("v", use);
        bench.files().createDirectory(POD);
        bench.host.ports().mounts().bind(Path.of("/ext4"), POD, false);

        assertThatThrownBy(() -> bench.publish(id, POD, use, false))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("left alone");
        assertThatThrownBy(() -> bench.publishing.unpublish(id, POD))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("left alone");
        assertThat(bench.mountpoints()).contains(POD);
    }

    @Test
    void theStagingPathIsNoTarget() {
        VolumeId id = bench.staged("v", EXT4);

        assertThatThrownBy(() -> bench.publish(id, STAGED, EXT4, false))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageContaining("staging_target_path");
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void whatCannotBeShownLeavesNothing(VolumeCapability use) {
        VolumeId id = bench.staged("v", use);
        bench.refuse("bind", Errno.ENOSPC);

        assertThatThrownBy(() -> bench.publish(id, POD, use, false)).isInstanceOf(HostException.class);

        bench.host.faults().clear();
        assertThat(bench.exists(POD)).isFalse();
        bench.publish(id, POD, use, false);
        assertThat(bench.mountpoints()).containsOnlyOnce(POD);
    }

    @Test
    void aMountedVolumeIsNeverGivenOutAsARawDevice() {
        VolumeId id = bench.staged("v", EXT4);

        assertThatThrownBy(() -> bench.publish(id, POD, BLOCK, false))
                .isInstanceOf(StorageException.FailedPrecondition.class);
        assertThatThrownBy(() -> bench.staging.stage(id, OTHER_POD, BLOCK))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("would destroy it");
        assertThatThrownBy(() -> bench.publish(id, POD, BLOCK, true))
                .isInstanceOf(StorageException.FailedPrecondition.class);
        assertThat(bench.mountpoints()).containsExactly(STAGED);
        assertThat(bench.loops()).isEqualTo(1);
    }

    @Test
    void aRawDeviceInUseIsNeverMounted() {
        VolumeId id = bench.staged("v", BLOCK);
        bench.host.ports().filesystems().format(bench.device(id), FilesystemType.EXT4, List.of());
        bench.publish(id, POD, BLOCK, false);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("raw device at '" + POD);
        assertThatThrownBy(() -> bench.publish(id, OTHER_POD, EXT4, false))
                .isInstanceOf(StorageException.FailedPrecondition.class);
        assertThatThrownBy(() -> bench.publish(id, POD, EXT4, false))
                .isInstanceOf(StorageException.FailedPrecondition.class);
        assertThat(bench.mountpoints()).containsExactly(POD);
    }

    @Test
    void aRawVolumeThatIsMountedIsNotGivenOutAsADeviceBesideThat() {
        VolumeId id = bench.staged("v", BLOCK);
        bench.host.ports().filesystems().format(bench.device(id), FilesystemType.EXT4, List.of());
        bench.staging.stage(id, STAGED, EXT4);

        assertThatThrownBy(() -> bench.publish(id, POD, BLOCK, false))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("would destroy it");
    }

    @Test
    void aDirectoryWithTheDeviceOfThatVolumeIsNoFilesystem() {
        VolumeId id = bench.staged("v", BLOCK);
        bench.publish(id, POD, BLOCK, false);
        PublishRequest fromDevice = new PublishRequest(
                id, POD, OTHER_POD, new VolumeCapability(EXT4.accessType(), EXT4.accessMode()), false);

        assertThat(EXT4.accessType()).isInstanceOf(AccessType.Mounted.class);
        assertThatThrownBy(() -> bench.publishing.publish(fromDevice))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("NodeStageVolume");
    }
}
