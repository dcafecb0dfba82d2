package dev.zonal.csi.backend.local.stray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.Stray.Kind;
import dev.zonal.csi.backend.Stray.Removal;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.maintenance.Collected;
import dev.zonal.csi.maintenance.Collected.Outcome;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files and folders that belong to nothing that a pool lists: told from what may hold somebody's data. */
class StrayFilesTest extends GarbageCollectionCase {
    @Test
    void aStrayFileGoesWhenItIsNamedAndAnEmptyOneFreely() {
        Path backup = volume.resolve("disk.img.bak");
        files.createFile(backup, DATA);
        Path empty = PoolBench.POOL.resolve("snapshots").resolve("nothing");
        files.createDirectory(empty);

        assertThat(collect(true)).extracting(Collected::outcome).containsExactly(Outcome.REMOVED, Outcome.LEFT);

        assertGoesWhenNamed(Kind.FILE, backup, "no part of " + source);
        assertThat(files.status(backup)).isEmpty();
        assertThat(files.status(empty)).isEmpty();
    }

    @Test
    void aHalfCopiedObjectWithoutRecordGoesWhenItIsNamed() {
        Path half = PoolBench.POOL
                .resolve("volumes")
                .resolve(VolumeId.of("half", Operation.home(backend)).value());
        files.createDirectory(half);
        files.cloneFile(image, half.resolve("disk.img"));

        assertGoesWhenNamed(Kind.FILE, half, "it has no record");
    }

    @Test
    void theCopyOfAnotherPoolsVolumeGoesWhenItIsNamed() {
        Path foreign = PoolBench.POOL
                .resolve("volumes")
                .resolve(VolumeId.of("v", new HomeId("aaaaaaaa")).value());
        files.createDirectory(foreign);
        files.createFile(foreign.resolve("volume.json"), DATA);

        assertGoesWhenNamed(Kind.FILE, foreign, "no id of this pool");
    }

    @Test
    void theCopyOfAnotherPoolsSnapshotGoesWhenItIsNamed() {
        Path foreign = PoolBench.POOL
                .resolve("snapshots")
                .resolve(SnapshotId.of("s", new HomeId("aaaaaaaa")).value());
        files.createDirectory(foreign);
        files.createFile(foreign.resolve("snapshot.json"), DATA);

        assertGoesWhenNamed(Kind.FILE, foreign, "no id of this pool");
    }

    @Test
    void anEmptyFileGoesFreelyAndAFolderIsNotEmptyWhereAnythingInItIsNot() {
        Path empty = PoolBench.POOL.resolve("volumes").resolve("empty");
        files.createFile(empty, new byte[0]);
        Path folder = PoolBench.POOL.resolve("volumes").resolve("folder");
        files.createDirectory(folder);
        files.createFile(folder.resolve("a-letter"), DATA);
        files.createFile(folder.resolve("empty"), new byte[0]);

        List<Collected> found = collect(true);

        assertThat(at(empty, found).outcome()).isEqualTo(Outcome.REMOVED);
        assertThat(at(empty, found).stray().remedy()).isEqualTo("it is empty");
        assertThat(at(folder, found).outcome()).isEqualTo(Outcome.LEFT);
        assertThat(at(folder, found).stray().remedy()).isEqualTo("look what it holds before it goes");
    }

    @Test
    void leftoversInTmpGoFreely() {
        Path left = PoolBench.POOL.resolve("tmp").resolve("left");
        files.createDirectory(left);
        files.createFile(left.resolve("data"), DATA);

        assertGoesFreely(Kind.FILE, left, "no running operation");
    }

    @Test
    void whatIsRemovedInPartIsSaid() {
        Path half = PoolBench.POOL.resolve("volumes").resolve("half");
        files.createDirectory(half);
        files.createFile(half.resolve("data"), DATA);
        bench.host.faults().refuse(new Faults.Refusal("deleteFile", Errno.EIO));

        Collected found = collect(true, half).getFirst();

        assertThat(found.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(found.remark()).contains("it was moved to " + PoolBench.POOL.resolve("tmp"));
    }

    @Test
    void aDirectoryInWhichSomethingIsMountedIsNeverEntered() {
        Path stray = PoolBench.POOL.resolve("tmp").resolve("stray");
        files.createDirectory(stray);
        files.createDirectory(stray.resolve("mnt"));
        Path disk = bench.host.addDisk("usb", Operation.SIZE);
        host.filesystems().format(disk, FilesystemType.EXT4, List.of());
        host.mounts().mount(disk, stray.resolve("mnt"), "ext4", List.of());
        files.createFile(stray.resolve("mnt").resolve("precious"), DATA);

        List<Collected> found = collect(true, stray);

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().stray().removal()).isEqualTo(Removal.NEVER);
        assertThat(found.getFirst().stray().remedy()).contains("mounted at " + stray.resolve("mnt"));
        assertThat(files.status(stray.resolve("mnt").resolve("precious"))).isPresent();
    }
}
