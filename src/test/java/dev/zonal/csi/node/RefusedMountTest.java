package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.LARGER;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel refuses at the end of a stage: the cause that a person can do something about is named. */
class RefusedMountTest {
    private static final VolumeCapability BTRFS = NodeBench.mounted(FilesystemType.BTRFS);

    private final NodeBench bench = new NodeBench();

    @AfterEach
    void close() {
        assertThat(bench.mounts()).isEmpty();
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {22, 117})
    void optionsOrDamageAreRefusedWithWhereToLook(int errno) {
        VolumeId id = bench.volume("v", EXT4);
        bench.refuse("mount /dev/loop", new Errno(errno));

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("can't be mounted with these options");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17})
    void aKernelThatCannotTellBtrfsCopiesApartIsNamed(int errno) {
        VolumeId id = bench.volume("v", BTRFS);
        bench.refuse("mount /dev/loop", new Errno(errno));

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, BTRFS))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("Linux 6.7");
    }

    @Test
    void anotherFilesystemThatIsBusyHasNoSuchCause() {
        VolumeId id = bench.volume("v", EXT4);
        bench.refuse("mount /dev/loop", Errno.EBUSY);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4)).isInstanceOf(HostException.class);
    }

    @Test
    void aGrowthBesideAMountOfAnotherNamespaceIsToBeTriedAgain() {
        VolumeId id = grownWhileUnstaged();
        bench.refuse("grow", Errno.EBUSY);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("still mounted in another mount namespace");
    }

    @Test
    void aGrowthThatFailsOtherwiseHasNoSuchCause() {
        VolumeId id = grownWhileUnstaged();
        bench.refuse("grow", Errno.EIO);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4)).isInstanceOf(HostException.class);
    }

    @Test
    void aRepairBesideAMountOfAnotherNamespaceIsToBeTriedAgain() {
        VolumeId id = bench.staged("v", EXT4);
        bench.host.leaveUnclean(bench.device(id));
        bench.staging.unstage(id, STAGED);
        bench.refuse("check", Errno.EBUSY);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("has to be repaired, and is still mounted in another mount namespace");
    }

    private VolumeId grownWhileUnstaged() {
        VolumeId id = bench.staged("v", EXT4);
        bench.staging.unstage(id, STAGED);
        bench.backend.expandVolume(id, LARGER);
        return id;
    }
}
