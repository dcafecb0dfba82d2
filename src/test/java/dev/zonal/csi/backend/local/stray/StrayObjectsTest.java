package dev.zonal.csi.backend.local.stray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.maintenance.Stray;
import dev.zonal.csi.maintenance.Stray.Kind;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects that are damaged, came or went beside the driver: they are named, and no command removes them. */
class StrayObjectsTest extends GarbageCollectionCase {
    /** A volume that came with a record that can't be read. */
    private Path broken() {
        Path broken = PoolBench.POOL
                .resolve("volumes")
                .resolve(VolumeId.of("broken", Operation.home(backend)).value());
        files.createDirectory(broken);
        files.cloneFile(image, broken.resolve("disk.img"));
        files.createFile(broken.resolve("volume.json"), DATA);
        backend.close();
        backend = bench.open();
        return broken;
    }

    @Test
    void aDamagedObjectIsReportedWithWhatToDoAndNoCommand() {
        Path broken = broken();

        List<Stray> found = findings();

        assertThat(found).hasSize(1);
        assertFound(found.getFirst(), Kind.OBJECT, broken, "it is damaged", "");
        assertThat(found.getFirst().advice()).contains("repair it and start the driver again");
    }

    @Test
    void aDamagedObjectThatWasMovedOutIsForgotten() {
        files.rename(broken(), Path.of("/rescued"));

        assertThat(findings()).isEmpty();

        assertThat(backend.pools().getFirst().known().damaged()).isEmpty();
    }

    @Test
    void aHalfObjectThatIsRemovedIsDamagedNoMore() {
        Path broken = broken();
        files.deleteFile(broken.resolve("volume.json"));

        assertGoes(Kind.FILE, broken, "it has no record", "rm -r -- " + broken);

        bench.clock.advance(Duration.ofSeconds(10));
        backend.pools().getFirst().beat();
        assertThat(backend.pools().getFirst().known().damaged()).isEmpty();
    }

    @Test
    void anObjectThatCameWhileTheDriverRanIsKept() {
        Path moved = Path.of("/rescued");
        files.rename(volume, moved);
        Path newcomer = PoolBench.POOL
                .resolve("volumes")
                .resolve(VolumeId.of("came", Operation.home(backend)).value());
        files.rename(moved, newcomer);

        List<Stray> found = findings();

        assertThat(found).hasSize(2);
        assertFound(at(newcomer, found), Kind.OBJECT, newcomer, "came here while the driver ran", "");
        assertFound(at(volume, found), Kind.OBJECT, volume, "the directory was taken away", "");
        files.rename(newcomer, volume);
    }

    @Test
    void anImageThatWasTakenAwayFromAListedVolumeIsReported() {
        files.rename(image, Path.of("/taken"));

        List<Stray> found = findings();

        assertThat(found).hasSize(1);
        assertFound(found.getFirst(), Kind.OBJECT, volume, "disk.img was taken away", "");
        files.rename(Path.of("/taken"), image);
    }

    @Test
    void aListedObjectWhoseDirectoryWasTakenAwayIsReported() {
        Path snapshot = PoolBench.POOL.resolve("snapshots").resolve(cut.value());
        files.rename(snapshot, Path.of("/taken"));

        List<Stray> found = findings();

        assertThat(found).hasSize(1);
        assertFound(found.getFirst(), Kind.OBJECT, snapshot, "the directory was taken away", "");
        assertThat(found.getFirst().advice()).contains("put it back, or delete the object");
        files.rename(Path.of("/taken"), snapshot);
    }
}
