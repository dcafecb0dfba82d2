package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.BLOCK;
import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.OTHER_POD;
import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpublishingTest {
    private final NodeBench bench = new NodeBench();

    @AfterEach
    void nothingStaysClaimed() {
        assertThat(bench.operations.claimed()).isZero();
        bench.close();
    }

    static Stream<VolumeCapability> bothKinds() {
        return Stream.of(EXT4, BLOCK);
    }

    private VolumeId published(VolumeCapability use) {
        VolumeId id = bench.staged("v", use);
        bench.publish(id, POD, use, false);
        return id;
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void theTargetIsGoneAndTheRestStays(VolumeCapability use) {
        VolumeId id = published(use);
        bench.publish(id, OTHER_POD, use, false);

        bench.publishing.unpublish(id, POD);
        bench.publishing.unpublish(id, POD);

        assertThat(bench.exists(POD)).isFalse();
        assertThat(bench.mountpoints()).contains(OTHER_POD).doesNotContain(POD);
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void aTargetThatWasUnmountedByHandIsRemoved(VolumeCapability use) {
        VolumeId id = published(use);
        bench.host.ports().mounts().unmount(POD);

        bench.publishing.unpublish(id, POD);

        assertThat(bench.exists(POD)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void theDiskOfThePoolIsNotAskedForItMayBeDead(VolumeCapability use) {
        VolumeId id = published(use);
        bench.restart();

        bench.publishing.unpublish(id, POD);
        bench.staging.unstage(id, STAGED);

        assertThat(bench.host.faults().calls()).isNotEmpty().noneMatch(call -> call.contains("/pool"));
        assertThat(bench.mounts()).isEmpty();
        assertThat(bench.exists(POD)).isFalse();
        assertThat(bench.loops()).isZero();
    }

    /** As where a pool could not be opened since the restart, so that nobody knows what its volumes are. */
    @ParameterizedTest
    @MethodSource("bothKinds")
    void whatAPoolThatIsNotOpenHasPublishedIsTakenAway(VolumeCapability use) {
        VolumeId id = published(use);
        bench.restartWithoutPool();

        bench.publishing.unpublish(id, POD);
        bench.staging.unstage(id, STAGED);

        assertThat(bench.mounts()).isEmpty();
        assertThat(bench.exists(POD)).isFalse();
        assertThat(bench.loops()).isZero();
    }

    @Test
    void aTargetThatWasNeverPublishedIsDone() {
        VolumeId id = bench.staged("v", EXT4);

        bench.publishing.unpublish(id, POD);
        bench.publishing.unpublish(bench.id("none"), POD);

        assertThat(bench.mountpoints()).containsExactly(STAGED);
    }

    @Test
    void mountsOfTheVolumeThatAreStackedAtTheTargetAllGo() {
        VolumeId id = published(EXT4);
        bench.host.ports().mounts().bind(STAGED, POD, true);

        bench.publishing.unpublish(id, POD);

        assertThat(bench.mountpoints()).containsExactly(STAGED);
        assertThat(bench.exists(POD)).isFalse();
    }

    @Test
    void aForeignMountOnTopOfOursIsLeftAlone() {
        VolumeId id = published(EXT4);
        bench.host.ports().mounts().bind(Path.of("/ext4"), POD, false);

        assertThatThrownBy(() -> bench.publishing.unpublish(id, POD))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("left alone");
        assertThat(bench.mountpoints()).containsExactly(STAGED, POD, POD);
    }

    @Test
    void theMountOfAnotherVolumeIsLeftAlone() {
        VolumeId other = published(EXT4);
        VolumeId idle = bench.volume("idle", EXT4);

        for (VolumeId id : List.of(idle, bench.id("never"))) {
            assertThatThrownBy(() -> bench.publishing.unpublish(id, POD))
                    .isInstanceOf(StorageException.FailedPrecondition.class)
                    .hasMessageContaining("is not volume " + id);
        }
        assertThat(bench.host.ports().mounts().at(POD)).get().matches(mount -> mount.shows(bench.device(other)));
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void whatAVanishedVolumeLeftAtTheTargetIsTakenAway(VolumeCapability use) {
        VolumeId id = published(use);
        bench.files().deleteFile(Path.of("/pool/volumes/" + id + "/disk.img"));

        bench.publishing.unpublish(id, POD);

        assertThat(bench.exists(POD)).isFalse();
        assertThat(bench.mountpoints()).doesNotContain(POD);
    }

    /** Nobody can tell who made it: a target elsewhere than where kubelet has its volumes is removed with its mount alone. */
    @Test
    void whatStandsElsewhereWithoutAMountStays() {
        VolumeId id = bench.staged("v", EXT4);
        Path directory = Path.of("/home");
        Path file = Path.of("/letter");
        Path emptyDir = NodeBench.KUBELET.resolve("pods/pod/volumes/kubernetes.io~empty-dir");
        List.of(directory, emptyDir).forEach(bench.files()::createDirectory);
        bench.files().createFile(file, new byte[0]);

        for (VolumeId asked : List.of(
                id,
                bench.id("deleted"),
                VolumeId.of("v", HomeId.parse("aaaaaaaa").orElseThrow()))) {
            for (Path target : List.of(directory, file, emptyDir)) {
                bench.publishing.unpublish(asked, target);
            }
        }

        assertThat(List.of(directory, file, emptyDir)).allMatch(bench::exists);
    }

    @Test
    void aTargetElsewhereGoesWithItsMount() {
        VolumeId id = bench.staged("v", EXT4);
        Path target = Path.of("/mine");
        bench.publish(id, target, EXT4, false);

        bench.publishing.unpublish(id, target);
        bench.publishing.unpublish(id, target);

        assertThat(bench.exists(target)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "tmp", "snapshots", "volumes", "pool.json"})
    void whatIsThePoolsStays(String name) {
        Path own = Path.of("/pool").resolve(name);

        assertThatThrownBy(() -> bench.publishing.unpublish(bench.id("deleted"), own))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageContaining("among the files of a pool");
        assertThatThrownBy(() -> bench.staging.unstage(bench.id("deleted"), own))
                .isInstanceOf(StorageException.InvalidArgument.class);
        assertThat(bench.exists(own)).isTrue();
    }

    @Test
    void theMountOfAForeignLoopDeviceIsLeftAlone() {
        bench.files().createSparse(Path.of("/foreign.img"), NodeBench.SIZE);
        Path foreign = bench.host.attachByHand(Path.of("/foreign.img")).path();
        bench.host.ports().filesystems().format(foreign, FilesystemType.EXT4, List.of());
        bench.files().createDirectory(POD);
        bench.host.ports().mounts().mount(foreign, POD, "ext4", List.of());

        for (VolumeId id : List.of(bench.id("deleted"), bench.volume("idle", EXT4))) {
            assertThatThrownBy(() -> bench.publishing.unpublish(id, POD))
                    .isInstanceOf(StorageException.FailedPrecondition.class)
                    .hasMessageContaining("left alone");
            assertThatThrownBy(() -> bench.staging.unstage(id, POD))
                    .isInstanceOf(StorageException.FailedPrecondition.class)
                    .hasMessageContaining("left alone");
        }
        assertThat(bench.mountpoints()).containsExactly(POD);
    }

    /** Somebody's copy of a volume, in a folder that looks like a pool's on another disk. */
    @Test
    void theMountOfACopyThatIsNotInThePoolIsLeftAlone() {
        VolumeId id = bench.volume("v", EXT4);
        Path folder = Path.of("/ext4/volumes").resolve(id.value());
        bench.host.makeDirectories(folder);
        Path copy = folder.resolve("disk.img");
        bench.files().createSparse(copy, NodeBench.SIZE);
        Path device = bench.host.attachByHand(copy).path();
        bench.host.ports().filesystems().format(device, FilesystemType.EXT4, List.of());
        bench.files().createDirectory(POD);
        bench.host.ports().mounts().mount(device, POD, "ext4", List.of());

        assertThatThrownBy(() -> bench.publishing.unpublish(id, POD))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("left alone");
        bench.staging.unstage(id, STAGED);
        assertThat(bench.mountpoints()).containsExactly(POD);
        assertThat(bench.host.loopTable()).anyMatch(loop -> loop.path().equals(device));
    }

    @Test
    void aTargetThatIsBusyStaysAndCanBeTriedAgain() {
        VolumeId id = published(EXT4);
        bench.refuse("unmount", Errno.EBUSY);

        assertThatThrownBy(() -> bench.publishing.unpublish(id, POD))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining(POD.toString())
                .hasMessageContaining("a process has a file open");

        bench.host.faults().clear();
        assertThat(bench.mountpoints()).contains(POD);
        bench.publishing.unpublish(id, POD);
        assertThat(bench.exists(POD)).isFalse();
    }

    @Test
    void aDirectoryWithContentIsSomebodysAndStays() {
        VolumeId id = bench.staged("v", EXT4);
        bench.files().createDirectory(POD);
        bench.files().createFile(POD.resolve("letter"), new byte[] {1});

        assertThatThrownBy(() -> bench.publishing.unpublish(id, POD))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("with content");
        assertThat(bench.exists(POD.resolve("letter"))).isTrue();
    }

    @Test
    void aFileWithContentIsSomebodysAndStays() {
        VolumeId id = bench.staged("v", BLOCK);
        bench.files().createFile(POD, new byte[] {1});

        assertThatThrownBy(() -> bench.publishing.unpublish(id, POD))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("file with content");
        assertThat(bench.exists(POD)).isTrue();
    }
}
