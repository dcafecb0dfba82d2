package dev.zonal.csi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MountpointsTest {
    private static final Path KUBELET = Path.of("/kubelet");
    private static final Path TARGET = KUBELET.resolve("pod");

    private final FileTree files = new SimulatedHost().ports().files();
    private final Mountpoints mountpoints = new Mountpoints(files);

    @BeforeEach
    void makeDirectory() {
        files.createDirectory(KUBELET);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FILE", "DIRECTORY"})
    void aMountpointIsMadeOnceAndRemoved(Kind kind) {
        assertThat(mountpoints.ensure(TARGET, kind)).isTrue();
        assertThat(mountpoints.ensure(TARGET, kind)).isFalse();
        assertThat(files.status(TARGET).orElseThrow().kind()).isEqualTo(kind);

        mountpoints.remove(TARGET);
        mountpoints.remove(TARGET);

        assertThat(files.status(TARGET)).isEmpty();
    }

    @Test
    void aMountpointOfTheOtherKindIsRefused() {
        files.createFile(TARGET, new byte[0]);

        assertThatThrownBy(() -> mountpoints.ensure(TARGET, Kind.DIRECTORY))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("is a file, and a directory is needed");
        assertThatThrownBy(() -> mountpoints.ensure(KUBELET, Kind.FILE))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("is a directory, and a file is needed");
    }

    @Test
    void whatIsNotEmptyIsNotMountedOver() {
        files.createDirectory(TARGET);
        files.createFile(TARGET.resolve("letter"), new byte[] {1});

        assertThatThrownBy(() -> mountpoints.ensure(TARGET, Kind.DIRECTORY))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("is not empty");
        assertThatThrownBy(() -> mountpoints.ensure(TARGET.resolve("letter"), Kind.FILE))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("is not empty");
    }

    @Test
    void aParentThatIsMissingOrNoDirectoryIsTheCallersToMake() {
        files.createFile(KUBELET.resolve("file"), new byte[0]);

        for (String parent : List.of("missing", "file")) {
            assertThatThrownBy(() -> mountpoints.ensure(KUBELET.resolve(parent).resolve("pod"), Kind.DIRECTORY))
                    .isInstanceOf(StorageException.FailedPrecondition.class)
                    .hasMessageContaining("parent directory does not exist");
        }
    }
}
