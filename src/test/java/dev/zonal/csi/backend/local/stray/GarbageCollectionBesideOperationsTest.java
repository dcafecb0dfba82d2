package dev.zonal.csi.backend.local.stray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.local.Drill;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.backend.local.Undisturbed;
import dev.zonal.csi.maintenance.Housekeeping;
import dev.zonal.csi.maintenance.Stray;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In the midst of every operation, after each of its effects, nothing of its work is taken for a stray. */
class GarbageCollectionBesideOperationsTest {
    @ParameterizedTest
    @EnumSource(Operation.class)
    void nothingIsFoundInTheMidstOf(Operation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int visit = 1; visit <= undisturbed.effects(); visit++) {
            Drill drill = new Drill(operation);
            Set<ObjectId> claimed = claimed(operation, Operation.home(drill.backend));
            drill.bench.host.faults().visitAfter(visit, () -> assertNothingFound(drill.backend, claimed));

            drill.run();

            assertThat(PoolState.of(drill.backend)).isEqualTo(undisturbed.after());
            PoolState.checkPromises(drill.bench.host, drill.backend);
        }
        assertThat(undisturbed.effects()).isPositive();
    }

    /** As the use case looks: again at each, where no running operation has its object. */
    private static void assertNothingFound(LocalBackend backend, Set<ObjectId> claimed) {
        Housekeeping housekeeping = backend.housekeeping();
        List<Stray> found = housekeeping.survey().stream()
                .filter(stray -> stray.object().filter(claimed::contains).isEmpty())
                .filter(stray -> housekeeping.confirm(stray).isPresent())
                .toList();

        assertThat(found).isEmpty();
    }

    /** What the use case of that operation has for itself while it runs. */
    private static Set<ObjectId> claimed(Operation operation, HomeId home) {
        return switch (operation) {
            case CREATE_BLANK,
                    CREATE_BLANK_ON_OWN_FILESYSTEM,
                    CREATE_THICK,
                    CREATE_FROM_SNAPSHOT,
                    CREATE_FROM_SNAPSHOT_ON_OWN_FILESYSTEM,
                    CREATE_FROM_VOLUME_IN_USE -> Set.of(VolumeId.of("new", home));
            case CREATE_SNAPSHOT,
                    CREATE_SNAPSHOT_ON_OWN_FILESYSTEM,
                    CREATE_SNAPSHOT_OF_RAW_DEVICE,
                    CREATE_SNAPSHOT_OF_FRAGMENTED,
                    CREATE_SNAPSHOT_OF_MOUNTED,
                    CREATE_SNAPSHOT_FROZEN -> Set.of(SnapshotId.of("new", home));
            case DELETE_VOLUME, DELETE_ATTACHED_VOLUME, EXPAND, RECORD_CONTENTS -> Set.of(VolumeId.of("source", home));
            case EXPAND_THICK -> Set.of(VolumeId.of("thick", home));
            case DELETE_SNAPSHOT -> Set.of(SnapshotId.of("cut", home));
        };
    }
}
