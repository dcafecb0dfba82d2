package dev.zonal.csi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPathsTest {
    private static final Path KUBELET = Path.of("/kubelet");
    private static final Path TARGET = KUBELET.resolve("pod");

    private final SimulatedHost host = new SimulatedHost();
    private final FileTree files = host.ports().files();
    private final TargetPaths paths =
            new TargetPaths(files, new KubeletFolder(KUBELET, false), path -> path.startsWith("/data/kept"));

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
        TargetPaths moved = new TargetPaths(files, new KubeletFolder(Path.of("/var/kubelet"), false), _ -> false);

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
        TargetPaths moved = new TargetPaths(files, new KubeletFolder(Path.of("/var/real"), false), _ -> false);

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
    @ValueSource(strings = {"/data/kept", "/data/kept/pod"})
    void thePathOfADriversOwnFileIsRefused(String path) {
        assertThatThrownBy(() -> paths.checked("target_path", Path.of(path)))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageStartingWith("target_path: '" + path + "' is among the files of a pool");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data/pod", "/kubelet", "/kubelets/pod", "/"})
    void whereKubeletIsTheCallerEveryTargetLiesInItsFolder(String path) {
        TargetPaths registered = new TargetPaths(files, new KubeletFolder(KUBELET, true), _ -> false);

        assertThat(registered.checked("target_path", TARGET)).isEqualTo(TARGET);
        assertThatThrownBy(() -> registered.checked("target_path", Path.of(path)))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageContaining("below /");
    }

    @Test
    void theFolderOfAKubeletThatIsTheCallerMayLieBehindALink() {
        host.addSymbolicLink(Path.of("/var"), Path.of("/data"));
        TargetPaths registered = new TargetPaths(files, new KubeletFolder(Path.of("/var/real"), true), _ -> false);

        for (String path : List.of("/var/real/pod", "/data/real/pod")) {
            assertThat(registered.checked("target_path", Path.of(path))).isEqualTo(Path.of("/data/real/pod"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/kubelet/pods/u/volumes/kubernetes.io~csi/pv/mount, true",
        "/kubelet/plugins/kubernetes.io/csi/volumeDevices/publish/pv/u, true",
        "/kubelet/pods/u/volumes/kubernetes.io~csi/pv, false",
        "/kubelet/pods/u/volumes/kubernetes.io~csi/pv/mount/data, false",
        "/kubelet/pods/u/volumes/kubernetes.io~empty-dir/v, false",
        "/kubelet/pods/u/volumes/kubernetes.io~empty-dir/v/mount, false",
        "/kubelet/plugins/kubernetes.io/csi/volumeDevices/staging/pv/u, false",
        "/kubelet/plugins_registry, false",
        "/data/pods/u/volumes/kubernetes.io~csi/pv/mount, false"
    })
    void onlyWhatKubeletHasADriverMakeIsATargetOfIt(Path path, boolean isTarget) {
        assertThat(paths.isKubeletsTarget(path)).isEqualTo(isTarget);
    }
}
