package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.BLOCK;
import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.OTHER_POD;
import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
        bench.publish(id, OTHER_POD, use, true);

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

    @Test
    void aTargetWithoutAMountIsRemovedAlsoWhereThePoolIsBroken() {
        VolumeDevices broken = (VolumeDevices) Proxy.newProxyInstance(
                VolumeDevices.class.getClassLoader(), new Class<?>[] {VolumeDevices.class}, (_, method, _) -> {
                    throw new HostException(method.getName(), Errno.EIO);
                });
        Publishing publishing = new Publishing(
                broken,
                bench.host.ports().mounts(),
                new TargetPaths(bench.host.ports().files(), NodeBench.KUBELET, _ -> false),
                bench.operations);
        bench.host.ports().files().createDirectory(POD);

        publishing.unpublish(bench.id("any"), POD);

        assertThat(bench.exists(POD)).isFalse();
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
