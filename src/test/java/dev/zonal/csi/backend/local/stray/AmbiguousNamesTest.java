package dev.zonal.csi.backend.local.stray;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.concurrent.EveryHome;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.maintenance.GarbageCollection;
import dev.zonal.csi.maintenance.Stray;
import dev.zonal.csi.maintenance.Stray.Kind;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file with two names, or with one that can't be read, is never taken for what it is not. */
@ExtendWith(QuietLogs.class)
class AmbiguousNamesTest {
    private static final byte[] DATA = {1, 2, 3};
    private static final Path MOUNTPOINT = Path.of("/mnt");
    private static final Path VOLUMES = PoolBench.POOL.resolve("volumes");

    private final PoolBench bench = new PoolBench();
    private final FileTree files = bench.host.ports().files();
    private final Operations operations = new Operations(2, 10, EveryHome.ALONE);
    private final LocalBackend backend = bench.open();
    private final VolumeId source = Operation.source(backend);
    private final SnapshotId cut = SnapshotId.of("cut", Operation.home(backend));
    private final Path image = VOLUMES.resolve(source.value()).resolve("disk.img");

    AmbiguousNamesTest() {
        Operation.furnish(bench, backend);
        files.createDirectory(MOUNTPOINT);
    }

    @AfterEach
    void close() {
        operations.close();
    }

    private List<Stray> findings() {
        return new GarbageCollection(backend.housekeeping(), operations).findings();
    }

    private void mountVolume() {
        Path device = backend.attach(source, false);
        bench.host.ports().filesystems().format(device, FilesystemType.EXT4, List.of());
        bench.host.ports().mounts().mount(device, MOUNTPOINT, "ext4", List.of());
    }

    /** One beside the volumes, one beside an image, and one whose name is an id of this pool. */
    private Path linkTo(Path file, String place) {
        Path link = VOLUMES.resolve(place.replace(
                "OTHER", VolumeId.of("other", Operation.home(backend)).value()));
        Path directory = requireNonNull(link.getParent());
        if (files.status(directory).isEmpty()) {
            files.createDirectory(directory);
        }
        bench.host.addHardLink(link, file);
        return link;
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzz/link", "zzz", "OTHER/disk.img"})
    void aHardLinkToTheImageOfAVolumeLeadsNeitherToItsDeviceNorToItsMounts(String place) {
        mountVolume();
        Path link = linkTo(image, place);

        assertThat(findings()).singleElement().satisfies(stray -> {
            assertThat(stray.kind()).isEqualTo(Kind.FILE);
            assertThat(link.startsWith(stray.path())).isTrue();
        });
    }

    @Test
    void aHardLinkGoesAndTheImageStays() {
        mountVolume();
        Path link = linkTo(image, "link");
        assertThat(findings()).singleElement().satisfies(found -> {
            assertThat(found.size().bytes()).isZero();
            assertThat(found.advice()).contains("a second name of " + image + ", which stays");
            assertThat(found.command()).contains("rm -r -- " + link);
        });

        ByHand.run(bench.host.ports(), "rm -r -- " + link);

        assertThat(findings()).isEmpty();
        assertThat(files.status(image)).isPresent();
        assertThat(bench.host.ports().mounts().at(MOUNTPOINT)).isPresent();
        assertThat(bench.host.loopTable()).hasSize(1);
    }

    @Test
    void aHardLinkInTmpIsKnownForThat() {
        Path link = PoolBench.POOL.resolve("tmp").resolve("link");
        bench.host.addHardLink(link, image);

        assertThat(findings())
                .singleElement()
                .satisfies(found -> assertThat(found.advice()).contains("a second name of " + image));
    }

    @Test
    void aDeviceOverASnapshotIsKnownForThatUnderAnyName() {
        Path snapshot = PoolBench.POOL.resolve("snapshots").resolve(cut.value()).resolve("disk.img");
        Path link = linkTo(snapshot, "link");
        LoopDevice device = bench.host.attachByHand(link);

        Stray found = findings().getFirst();

        assertThat(found.path()).isEqualTo(device.path());
        assertThat(found.command()).contains("losetup -d " + device.path());
        assertThat(found.reason()).contains("image of snapshot " + cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"volumes", "snapshots", "tmp"})
    void aNameThatIsNotUtf8IsKept(String directory) {
        Path place = PoolBench.POOL.resolve(directory);
        bench.host.addFileOfUnreadableName(place, "b", DATA);

        List<Stray> found = findings();

        assertKept(found, place.resolve("b\uFFFD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"volumes", "snapshots", "tmp"})
    void aDirectoryWithANameThatIsNotUtf8IsKept(String directory) {
        Path folder = PoolBench.POOL.resolve(directory).resolve("folder");
        files.createDirectory(folder);
        bench.host.addFileOfUnreadableName(folder, "b", DATA);

        List<Stray> found = findings();

        assertKept(found, folder);
        assertThat(files.list(folder)).containsExactly("b\uFFFD");
    }

    @Test
    void aNameThatOnlyLooksLikeAnotherIsKeptWithIt() {
        Path folder = VOLUMES.resolve("folder");
        files.createDirectory(folder);
        bench.host.addFileOfUnreadableName(folder, "b", DATA);
        files.createFile(folder.resolve("b\uFFFD"), new byte[0]);

        List<Stray> found = findings();

        assertKept(found, folder);
        assertThat(files.list(folder)).hasSize(2);
    }

    private static void assertKept(List<Stray> found, Path path) {
        assertThat(found).singleElement().satisfies(kept -> {
            assertThat(kept.kind()).isEqualTo(Kind.FILE);
            assertThat(kept.path()).isEqualTo(path);
            assertThat(kept.command()).isEmpty();
            assertThat(kept.advice()).contains("can't be read as UTF-8; a person has to look at it");
        });
    }
}
