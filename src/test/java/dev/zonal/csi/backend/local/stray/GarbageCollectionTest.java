package dev.zonal.csi.backend.local.stray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.Stray;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.maintenance.Collected;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator's accident left is found and named; it is removed only where that is asked, and nothing else is. */
class GarbageCollectionTest extends GarbageCollectionCase {
    @Test
    void aPoolWithItsObjectsAndDevicesHasNothingStray() {
        backend.attach(source, false);
        backend.attach(source, true);
        files.createFile(PoolBench.POOL.resolve("notes-of-its-owner"), DATA);

        assertThat(collect(true)).isEmpty();

        assertThat(bench.host.loopTable()).hasSize(2);
        backend.detach(source);
    }

    @Test
    void aPathThatIsNoFindingStopsEverything() {
        Path left = PoolBench.POOL.resolve("tmp").resolve("left");
        files.createFile(left, DATA);

        assertThatExceptionOfType(StorageException.NotFound.class)
                .isThrownBy(() -> collect(true, left, image))
                .withMessageContaining(image.toString());

        assertThat(files.status(left)).isPresent();
    }

    @Test
    void whatAnOperationWorksOnIsNoStray() {
        Path backup = volume.resolve("disk.img.bak");
        files.createFile(backup, DATA);

        List<Collected> found = operations.run(List.of(Claim.exclusive(source)), () -> collect(true, backup));

        assertThat(found).isEmpty();
        assertThat(collect(false))
                .extracting(Collected::stray)
                .extracting(Stray::path)
                .containsExactly(backup);
    }
}
