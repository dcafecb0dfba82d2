package dev.zonal.csi.controller;

import static dev.zonal.csi.controller.ControllerBench.FORGOTTEN;
import static dev.zonal.csi.controller.ControllerBench.ONE_GIB;
import static dev.zonal.csi.controller.ControllerBench.TWO_GIB;
import static dev.zonal.csi.controller.ControllerBench.at;
import static dev.zonal.csi.controller.ControllerBench.request;
import static dev.zonal.csi.controller.ControllerBench.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private final ControllerBench bench = new ControllerBench();
    private final Snapshots snapshots = bench.snapshots;
    private Volume volume = bench.volumes.create(at(request("v"), "zone=b", ""));

    @BeforeEach
    void write() {
        bench.backend.write(volume.id(), "data");
    }

    @AfterEach
    void nothingStaysClaimed() {
        assertThat(bench.operations.claimed()).isZero();
        bench.close();
    }

    @Test
    void aSnapshotLivesWithItsVolume() {
        Snapshot snapshot = snapshots.create(snapshotOf(volume.id(), "s"));

        assertThat(snapshot.id()).isEqualTo(SnapshotId.of("s", Places.B1.id()));
        assertThat(snapshot.source()).isEqualTo(volume.id());
        assertThat(snapshot.size()).isEqualTo(ONE_GIB);
        assertThat(snapshot.readyToUse()).isTrue();
        assertThat(snapshot.accessibleFrom()).isEqualTo(volume.accessibleFrom());
        assertThat(snapshots.get(snapshot.id())).isEqualTo(snapshot);
    }

    @Test
    void theSameRequestAgainIsTheSameSnapshotWithTheTimeThatItHad() {
        Snapshot first = snapshots.create(snapshotOf(volume.id(), "s"));
        bench.volumes.expand(volume.id(), CapacityRange.atLeast(TWO_GIB));

        Snapshot again = snapshots.create(snapshotOf(volume.id(), "s"));

        assertThat(again).isEqualTo(first);
    }

    @Test
    void whatSomebodyElseCutMeanwhileOfAnotherVolumeAlreadyExists() {
        Volume other = bench.volumes.create(at(request("w"), "zone=b", ""));
        AtomicBoolean cut = new AtomicBoolean();
        bench.backend.beforeEachChange(() -> {
            if (cut.compareAndSet(false, true)) {
                bench.backend.createSnapshot(
                        new NewSnapshot(SnapshotId.of("s", Places.B1.id()), "s", other.id(), Consistency.SYNCED));
            }
        });

        assertThatThrownBy(() -> snapshots.create(snapshotOf(volume.id(), "s")))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining("source_volume_id");
    }

    @Test
    void theSameRequestAgainIsAnsweredThoughItsVolumeIsGone() {
        Snapshot first = snapshots.create(snapshotOf(volume.id(), "s"));
        bench.volumes.delete(volume.id());

        assertThat(snapshots.create(snapshotOf(volume.id(), "s"))).isEqualTo(first);
    }

    @Test
    void aNameThatIsTakenByAnotherSnapshotAlreadyExists() {
        Volume other = bench.volumes.create(request("other"));
        Snapshot snapshot = snapshots.create(snapshotOf(volume.id(), "s"));

        assertThatThrownBy(() -> snapshots.create(snapshotOf(other.id(), "s")))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining("a snapshot named 's' exists, " + snapshot.id())
                .hasMessageContaining("source_volume_id");
        assertThatThrownBy(() -> snapshots.create(
                        new SnapshotRequest("s", volume.id(), Consistency.FROZEN, TopologyRequirement.NONE)))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining("consistency");
        assertThat(bench.backend.snapshots(Optional.empty(), 10)).containsExactly(snapshot);
    }

    @Test
    void aVolumeThatIsNotThereIsNotFound() {
        for (VolumeId none : List.of(VolumeId.of("none", Places.A1.id()), VolumeId.of("none", Places.ELSEWHERE))) {
            assertThatThrownBy(() -> snapshots.create(snapshotOf(none, "s")))
                    .isInstanceOf(StorageException.NotFound.class)
                    .hasMessageContaining(none.value());
        }
        assertThat(bench.backend.snapshots(Optional.empty(), 10)).isEmpty();
    }

    @Test
    void aPlaceWhereTheVolumeIsNotIsExhausted() {
        SnapshotRequest elsewhere =
                new SnapshotRequest("s", volume.id(), Consistency.SYNCED, Places.requirement("zone=a", ""));

        assertThatThrownBy(() -> snapshots.create(elsewhere))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageContaining("asked for [zone=a]");
        assertThat(bench.backend.snapshots(Optional.empty(), 10)).isEmpty();
    }

    @Test
    void aPlaceWhereTheVolumeIsWillDo() {
        SnapshotRequest here = new SnapshotRequest(
                "s", volume.id(), Consistency.SYNCED, Places.requirement("zone=a | zone=b", "zone=a"));

        assertThat(snapshots.create(here)).isEqualTo(snapshots.create(here));
    }

    @Test
    void deletingIsRepeatableAndWhatNeverWasIsDeleted() {
        Snapshot snapshot = snapshots.create(snapshotOf(volume.id(), "s"));

        snapshots.delete(snapshot.id());
        snapshots.delete(snapshot.id());
        snapshots.delete(SnapshotId.of("never", Places.A1.id()));
        snapshots.delete(SnapshotId.of("s", FORGOTTEN));

        assertThatThrownBy(() -> snapshots.get(snapshot.id()))
                .isInstanceOf(StorageException.NotFound.class)
                .hasMessageContaining(snapshot.id().value());
    }

    @Test
    void aSnapshotOfAnotherDriverIsNotSilentlyDeleted() {
        assertThatThrownBy(() -> snapshots.delete(SnapshotId.of("s", Places.ELSEWHERE)))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("--forget-homes " + Places.ELSEWHERE);
    }

    @Test
    void aNameIsFreeAgainOnceItsSnapshotIsDeleted() {
        Volume other = bench.volumes.create(request("other"));
        snapshots.delete(snapshots.create(snapshotOf(volume.id(), "s")).id());

        assertThat(snapshots.create(snapshotOf(other.id(), "s")).source()).isEqualTo(other.id());
    }

    @Test
    void listsAreOfAllOrOfOneVolumeAlsoOfOneThatIsGone() {
        Volume other = bench.volumes.create(request("other"));
        for (int i = 0; i < 3; i++) {
            snapshots.create(snapshotOf(volume.id(), "s" + i));
            snapshots.create(snapshotOf(other.id(), "t" + i));
        }
        bench.volumes.delete(volume.id());

        Page<Snapshot> all = snapshots.list(new PageRequest(0, ""), Optional.empty());
        Page<Snapshot> first = snapshots.list(new PageRequest(2, ""), Optional.of(volume.id()));
        Page<Snapshot> second = snapshots.list(new PageRequest(2, first.nextToken()), Optional.of(volume.id()));

        assertThat(all.entries()).hasSize(6);
        assertThat(first.entries()).hasSize(2);
        assertThat(second.entries()).hasSize(1);
        assertThat(second.nextToken()).isEmpty();
        assertThat(snapshots.list(new PageRequest(0, ""), Optional.of(VolumeId.of("none", Places.A1.id()))))
                .isEqualTo(new Page<Snapshot>(List.of(), ""));
    }

    @Test
    void aTokenOfAVolumeListIsAborted() {
        bench.volumes.create(request("other"));
        String ofVolumes = bench.volumes.list(new PageRequest(1, "")).nextToken();

        assertThatThrownBy(() -> snapshots.list(new PageRequest(0, ofVolumes), Optional.empty()))
                .isInstanceOf(StorageException.Aborted.class);
    }
}
