package dev.zonal.csi.backend.local.stray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.maintenance.Stray;
import dev.zonal.csi.maintenance.Stray.Kind;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files and directories that belong to no listed object, with what to know before they go. */
class StrayFilesTest extends GarbageCollectionCase {
    @Test
    void aFileBesideTheImageIsNoPartOfItsVolume() {
        Path backup = volume.resolve("disk.img.bak");
        files.createFile(backup, DATA);

        assertGoes(Kind.FILE, backup, "no part of " + source, "rm -r -- " + backup);
    }

    @Test
    void aPathIsQuotedForTheShell() {
        Path copy = volume.resolve("old copy");
        files.createFile(copy, DATA);

        assertThat(findings().getFirst().command()).contains("rm -r -- '" + copy + "'");
    }

    @Test
    void aHalfCopiedObjectWithoutRecordIsFound() {
        Path half = PoolBench.POOL
                .resolve("volumes")
                .resolve(VolumeId.of("half", Operation.home(backend)).value());
        files.createDirectory(half);
        files.cloneFile(image, half.resolve("disk.img"));

        assertGoes(Kind.FILE, half, "it has no record", "rm -r -- " + half);
    }

    @Test
    void theCopyOfAnotherPoolsVolumeIsFound() {
        Path foreign = PoolBench.POOL
                .resolve("volumes")
                .resolve(VolumeId.of("v", new HomeId("aaaaaaaa")).value());
        files.createDirectory(foreign);
        files.createFile(foreign.resolve("volume.json"), DATA);

        assertGoes(Kind.FILE, foreign, "no id of this pool", "rm -r -- " + foreign);
    }

    @Test
    void theCopyOfAnotherPoolsSnapshotIsFound() {
        Path foreign = PoolBench.POOL
                .resolve("snapshots")
                .resolve(SnapshotId.of("s", new HomeId("aaaaaaaa")).value());
        files.createDirectory(foreign);
        files.createFile(foreign.resolve("snapshot.json"), DATA);

        assertGoes(Kind.FILE, foreign, "no id of this pool", "rm -r -- " + foreign);
    }

    @Test
    void anEmptyFileIsSaidToBeEmptyAndAFolderIsNotWhereAnythingInItIsNot() {
        Path empty = PoolBench.POOL.resolve("volumes").resolve("empty");
        files.createFile(empty, new byte[0]);
        Path folder = PoolBench.POOL.resolve("volumes").resolve("folder");
        files.createDirectory(folder);
        files.createFile(folder.resolve("a-letter"), DATA);
        files.createFile(folder.resolve("empty"), new byte[0]);

        List<Stray> found = findings();

        assertThat(at(empty, found).advice()).isEqualTo("it is empty");
        assertThat(at(folder, found).advice()).isEqualTo("look what it holds before it goes");
    }

    @Test
    void leftoversInTmpAreFound() {
        Path left = PoolBench.POOL.resolve("tmp").resolve("left");
        files.createDirectory(left);
        files.createFile(left.resolve("data"), DATA);

        assertGoes(Kind.FILE, left, "no running operation", "rm -r -- " + left);
    }

    @Test
    void noCommandLeadsIntoADirectoryInWhichSomethingIsMounted() {
        Path stray = PoolBench.POOL.resolve("tmp").resolve("stray");
        files.createDirectory(stray);
        files.createDirectory(stray.resolve("mnt"));
        Path disk = bench.host.addDisk("usb", Operation.SIZE);
        host.filesystems().format(disk, FilesystemType.EXT4, List.of());
        host.mounts().mount(disk, stray.resolve("mnt"), "ext4", List.of());
        files.createFile(stray.resolve("mnt").resolve("precious"), DATA);

        assertThat(findings()).singleElement().satisfies(found -> {
            assertFound(found, Kind.FILE, stray, "no running operation", "");
            assertThat(found.advice())
                    .isEqualTo("something is mounted at " + stray.resolve("mnt") + "; unmount it first");
        });
    }
}
