package dev.zonal.csi.backend.local.stray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.maintenance.Stray;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator's accident left is found and named, and nothing else is; looking changes nothing. */
class GarbageCollectionTest extends GarbageCollectionCase {
    @Test
    void aPoolWithItsObjectsAndDevicesHasNothingStray() {
        backend.attach(source, false);
        backend.attach(source, true);
        files.createFile(PoolBench.POOL.resolve("notes-of-its-owner"), DATA);

        assertThat(findings()).isEmpty();

        assertThat(bench.host.loopTable()).hasSize(2);
        backend.detach(source);
    }

    @Test
    void lookingChangesNothing() {
        Path left = PoolBench.POOL.resolve("tmp").resolve("left");
        files.createFile(left, DATA);
        LoopDevice device = bench.host.attachByHand(
                PoolBench.POOL.resolve("snapshots").resolve(cut.value()).resolve("disk.img"));
        bench.host.faults().clear();

        assertThat(findings()).extracting(Stray::path).containsExactly(device.path(), left);

        assertThat(bench.host.faults().effects()).isEmpty();
    }

    @Test
    void whatAnOperationWorksOnIsNoStray() {
        Path backup = volume.resolve("disk.img.bak");
        files.createFile(backup, DATA);

        List<Stray> found = operations.run(List.of(Claim.exclusive(source)), this::findings);

        assertThat(found).isEmpty();
        assertThat(findings()).extracting(Stray::path).containsExactly(backup);
    }
}
