package dev.zonal.csi.backend.local.stray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.Stray.Kind;
import dev.zonal.csi.backend.Stray.Removal;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.maintenance.Collected;
import dev.zonal.csi.maintenance.Collected.Outcome;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects that are damaged, came or went beside the driver: they are named and never removed. */
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
    void aDamagedObjectIsReportedWithItsRemedyAndNeverRemoved() {
        Path broken = broken();

        List<Collected> found = collect(true, broken);

        assertThat(found).hasSize(1);
        assertLeft(found.getFirst(), Kind.OBJECT, broken, Removal.NEVER, "it is damaged");
        assertThat(found.getFirst().stray().remedy()).contains("repair it and start the driver again");
        assertThat(files.list(broken)).hasSize(2);
    }

    @Test
    void aDamagedObjectThatWasMovedOutIsForgotten() {
        files.rename(broken(), Path.of("/rescued"));

        assertThat(collect(false)).isEmpty();

        assertThat(backend.pools().getFirst().known().damaged()).isEmpty();
    }

    @Test
    void aHalfObjectThatIsRemovedIsDamagedNoMore() {
        Path broken = broken();
        files.deleteFile(broken.resolve("volume.json"));

        assertThat(collect(true, broken)).extracting(Collected::outcome).containsExactly(Outcome.REMOVED);

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

        List<Collected> found = collect(true);

        assertThat(found).hasSize(2);
        assertLeft(at(newcomer, found), Kind.OBJECT, newcomer, Removal.NEVER, "came here while the driver ran");
        assertLeft(at(volume, found), Kind.OBJECT, volume, Removal.NEVER, "the directory was taken away");
        files.rename(newcomer, volume);
    }

    @Test
    void anImageThatWasTakenAwayFromAListedVolumeIsReported() {
        files.rename(image, Path.of("/taken"));

        List<Collected> found = collect(true);

        assertThat(found).hasSize(1);
        assertLeft(found.getFirst(), Kind.OBJECT, volume, Removal.NEVER, "disk.img was taken away");
        files.rename(Path.of("/taken"), image);
    }

    @Test
    void aListedObjectWhoseDirectoryWasTakenAwayIsReported() {
        Path snapshot = PoolBench.POOL.resolve("snapshots").resolve(cut.value());
        files.rename(snapshot, Path.of("/taken"));

        List<Collected> found = collect(true);

        assertThat(found).hasSize(1);
        assertLeft(found.getFirst(), Kind.OBJECT, snapshot, Removal.NEVER, "the directory was taken away");
        assertThat(found.getFirst().stray().remedy()).contains("put it back, or delete the object");
        files.rename(Path.of("/taken"), snapshot);
    }
}
