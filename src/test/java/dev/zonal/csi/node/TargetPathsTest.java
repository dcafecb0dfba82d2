package dev.zonal.csi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPathsTest {
    private static final Path KUBELET = Path.of("/kubelet");
    private static final Path TARGET = KUBELET.resolve("pod");

    private final SimulatedHost host = new SimulatedHost();
    private final FileTree files = host.ports().files();
    private final TargetPaths paths = new TargetPaths(files, KUBELET, path -> path.startsWith("/data/real"));

    @BeforeEach
    void makeDirectories() {
        List.of("/kubelet", "/data", "/data/real").forEach(each -> files.createDirectory(Path.of(each)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/kubelet/pod", "/data/real/x/y", "/none/at/all", "/kubelet"})
    void aPlainAbsolutePathIsTakenAsItIs(String path) {
        assertThat(paths.checked("target_path", Path.of(path))).isEqualTo(Path.of(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "some/path",
                "./x",
                "../x",
                "/kubelet/../etc",
                "/kubelet/..",
                "/../etc",
                "/kubelet/./pod",
                "/.."
            })
    void aPathThatIsRelativeOrNotPlainIsRefusedWithItsField(String path) {
        assertThatThrownBy(() -> paths.checked("target_path", Path.of(path)))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageStartingWith("target_path: '" + path + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/kubelet/link", "/kubelet/link/pod", "/kubelet/link/a/b", "/kubelet/dangling", "/kubelet/loop/x"
            })
    void aPathOverALinkIsRefused(String path) {
        host.addSymbolicLink(Path.of("/kubelet/link"), Path.of("/data/real"));
        host.addSymbolicLink(Path.of("/kubelet/dangling"), Path.of("/nowhere"));
        host.addSymbolicLink(Path.of("/kubelet/loop"), Path.of("/kubelet/loop"));

        assertThatThrownBy(() -> paths.checked("target_path", Path.of(path)))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageStartingWith("target_path: ");
    }

    @Test
    void kubeletsFolderItselfMayLieBehindALink() {
        host.addSymbolicLink(Path.of("/var"), Path.of("/data"));
        host.addSymbolicLink(Path.of("/data/kubelet"), Path.of("/data/real"));
        TargetPaths moved = new TargetPaths(files, Path.of("/var/kubelet"), _ -> false);

        assertThat(moved.checked("target_path", Path.of("/var/kubelet/pods/p")))
                .isEqualTo(Path.of("/data/real/pods/p"));
        assertThat(moved.checked("target_path", Path.of("/data/real/pods/p"))).isEqualTo(Path.of("/data/real/pods/p"));
        assertThatThrownBy(() -> moved.checked("target_path", Path.of("/var/elsewhere/p")))
                .isInstanceOf(StorageException.InvalidArgument.class);
    }

    @Test
    void aLinkBelowKubeletsFolderIsRefusedThoughTheFolderIsALink() {
        host.addSymbolicLink(Path.of("/var"), Path.of("/data"));
        host.addSymbolicLink(Path.of("/data/real/link"), Path.of("/etc"));
        TargetPaths moved = new TargetPaths(files, Path.of("/var/real"), _ -> false);

        assertThatThrownBy(() -> moved.checked("target_path", Path.of("/var/real/link/p")))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageContaining("/data/real/link");
    }

    @ParameterizedTest
    @ValueSource(ints = {36, 40, 20})
    void aPathThatTheHostCannotFollowIsRefusedAndNotRepeatedAtLength(int errno) {
        Path path = Path.of("/kubelet/" + "x".repeat(5000));
        host.faults().refuse(new Faults.Refusal("follow /kubelet/x", new Errno(errno)));

        assertThatThrownBy(() -> paths.checked("target_path", path))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageStartingWith("target_path: '/kubelet/xxx")
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void aPathOfNoUnusualLengthIsRepeatedWhole() {
        Path path = Path.of("/kubelet/" + "x".repeat(191));
        host.faults().refuse(new Faults.Refusal("follow /kubelet/x", Errno.ENAMETOOLONG));

        assertThatThrownBy(() -> paths.checked("target_path", path)).hasMessageContaining("'" + path + "'");
    }

    @Test
    void aHostThatFailsIsNotTheCallersFault() {
        host.faults().refuse(new Faults.Refusal("follow", Errno.EIO));

        assertThatThrownBy(() -> paths.checked("target_path", TARGET)).isInstanceOf(HostException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FILE", "DIRECTORY"})
    void aMountpointIsMadeOnceAndRemoved(Kind kind) {
        assertThat(paths.ensureMountpoint(TARGET, kind)).isTrue();
        assertThat(paths.ensureMountpoint(TARGET, kind)).isFalse();
        assertThat(files.status(TARGET).orElseThrow().kind()).isEqualTo(kind);

        paths.removeMountpoint(TARGET);
        paths.removeMountpoint(TARGET);

        assertThat(files.status(TARGET)).isEmpty();
    }

    @Test
    void aMountpointOfTheOtherKindIsRefused() {
        files.createFile(TARGET, new byte[0]);

        assertThatThrownBy(() -> paths.ensureMountpoint(TARGET, Kind.DIRECTORY))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("is a file, and a directory is needed");
        assertThatThrownBy(() -> paths.ensureMountpoint(KUBELET, Kind.FILE))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("is a directory, and a file is needed");
    }

    @Test
    void whatIsNotEmptyIsNotMountedOver() {
        files.createDirectory(TARGET);
        files.createFile(TARGET.resolve("letter"), new byte[] {1});

        assertThatThrownBy(() -> paths.ensureMountpoint(TARGET, Kind.DIRECTORY))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("is not empty");
        assertThatThrownBy(() -> paths.ensureMountpoint(TARGET.resolve("letter"), Kind.FILE))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("is not empty");
    }

    @Test
    void aParentThatIsMissingOrNoDirectoryIsTheCallersToMake() {
        files.createFile(KUBELET.resolve("file"), new byte[0]);

        for (String parent : List.of("missing", "file")) {
            assertThatThrownBy(
                            () -> paths.ensureMountpoint(KUBELET.resolve(parent).resolve("pod"), Kind.DIRECTORY))
                    .isInstanceOf(StorageException.FailedPrecondition.class)
                    .hasMessageContaining("parent directory does not exist");
        }
    }

    @Test
    void nothingIsMountedAmongTheDriversOwnFiles() {
        assertThatThrownBy(() -> paths.ensureMountpoint(Path.of("/data/real/pod"), Kind.DIRECTORY))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageContaining("/data/real/pod");

        assertThat(files.status(Path.of("/data/real/pod"))).isEmpty();
        assertThat(paths.ensureMountpoint(Path.of("/data/pod"), Kind.DIRECTORY)).isTrue();
    }
}
