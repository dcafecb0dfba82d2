package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists come in pages that have everything once, in one order over all pools. */
class PagesTest {
    private static final int VOLUMES_OF_A_POOL = 3;

    private final PoolBench bench = new PoolBench();

    private LocalBackend furnished(int pools) {
        LocalBackend backend = bench.openSeveral(pools);
        backend.homes().forEach(home -> furnish(backend, home.id()));
        return backend;
    }

    private static void furnish(LocalBackend backend, HomeId home) {
        for (int i = 0; i < VOLUMES_OF_A_POOL; i++) {
            VolumeId volume = VolumeId.of("v" + i, home);
            backend.createVolume(new NewVolume(
                    volume, "v" + i, ByteSize.ofMebibytes(1), Set.of(), VolumeParameters.DEFAULT, Optional.empty()));
            backend.createSnapshot(new NewSnapshot(SnapshotId.of("s" + i, home), "s" + i, volume, Consistency.SYNCED));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void volumesAreEachOnOnePage(int pools) {
        LocalBackend backend = furnished(pools);
        List<VolumeId> seen = new ArrayList<>();

        for (List<Volume> page = backend.volumes(Optional.empty(), 2);
                !page.isEmpty();
                page = backend.volumes(Optional.of(seen.getLast()), 2)) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            page.forEach(volume -> seen.add(volume.id()));
        }

        assertThat(seen).hasSize(pools * VOLUMES_OF_A_POOL).isSorted().doesNotHaveDuplicates();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void snapshotsAreEachOnOnePage(int pools) {
        LocalBackend backend = furnished(pools);
        List<Snapshot> all = backend.snapshots(Optional.empty(), 100);

        List<Snapshot> rest = backend.snapshots(Optional.of(all.getFirst().id()), 100);

        assertThat(all).hasSize(pools * VOLUMES_OF_A_POOL).isSortedAccordingTo(Comparator.comparing(Snapshot::id));
        assertThat(rest).isEqualTo(all.subList(1, all.size()));
        backend.close();
    }
}
