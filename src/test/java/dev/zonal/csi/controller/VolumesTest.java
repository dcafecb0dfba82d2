package dev.zonal.csi.controller;

import static dev.zonal.csi.controller.ControllerBench.BLOCK;
import static dev.zonal.csi.controller.ControllerBench.EXT4;
import static dev.zonal.csi.controller.ControllerBench.FORGOTTEN;
import static dev.zonal.csi.controller.ControllerBench.ONE_GIB;
import static dev.zonal.csi.controller.ControllerBench.TWO_GIB;
import static dev.zonal.csi.controller.ControllerBench.at;
import static dev.zonal.csi.controller.ControllerBench.inPool;
import static dev.zonal.csi.controller.ControllerBench.request;
import static dev.zonal.csi.controller.ControllerBench.sized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VolumesTest {
    private final ControllerBench bench = new ControllerBench();
    private final Volumes volumes = bench.volumes;

    @AfterEach
    void nothingStaysClaimed() {
        assertThat(bench.operations.claimed()).isZero();
        bench.close();
    }

    private List<Volume> all() {
        return bench.backend.volumes(Optional.empty(), 100);
    }

    @Test
    void deletingIsRepeatableAndWhatNeverWasIsDeleted() {
        Volume volume = volumes.create(request("v"));

        volumes.delete(volume.id());
        volumes.delete(volume.id());
        volumes.delete(VolumeId.of("never", Places.A1.id()));

        assertThat(all()).isEmpty();
    }

    @Test
    void aVolumeInUseIsNotDeleted() {
        Volume volume = volumes.create(request("v"));
        bench.backend.setInUse(volume.id(), true);

        assertThatThrownBy(() -> volumes.delete(volume.id())).isInstanceOf(StorageException.FailedPrecondition.class);
        assertThat(all()).containsExactly(volume);
    }

    @Test
    void aVolumeOfAnotherDriverIsNotSilentlyDeleted() {
        VolumeId foreign = VolumeId.of("v", Places.ELSEWHERE);

        assertThatThrownBy(() -> volumes.delete(foreign))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("--forget-homes " + Places.ELSEWHERE);
    }

    @Test
    void aVolumeOnAHomeThatWasGivenUpIsDeletedAlready() {
        volumes.delete(VolumeId.of("v", FORGOTTEN));

        assertThat(bench.operations.claimed()).isZero();
    }

    @Test
    void aVolumeThatIsNotThereIsNotFound() {
        VolumeId none = VolumeId.of("none", Places.A1.id());
        VolumeId foreign = VolumeId.of("none", Places.ELSEWHERE);

        for (VolumeId id : List.of(none, foreign)) {
            assertThatThrownBy(() -> volumes.get(id)).isInstanceOf(StorageException.NotFound.class);
            assertThatThrownBy(() -> volumes.expand(id, CapacityRange.atLeast(ONE_GIB)))
                    .isInstanceOf(StorageException.NotFound.class);
            assertThatThrownBy(() -> volumes.validate(id, Set.of(EXT4), Optional.empty()))
                    .isInstanceOf(StorageException.NotFound.class);
        }
    }

    @Test
    void capabilitiesAreConfirmedWhereTheVolumeWasMadeForThem() {
        Volume volume = volumes.create(request("v"));
        Optional<VolumeParameters> slow = Optional.of(inPool("slow"));

        assertThat(volumes.validate(volume.id(), Set.of(EXT4), Optional.of(VolumeParameters.DEFAULT)))
                .isEmpty();
        assertThat(volumes.validate(volume.id(), Set.of(EXT4, BLOCK), Optional.empty()))
                .contains("the volume was not made for block as SINGLE_NODE_WRITER");
        assertThat(volumes.validate(volume.id(), Set.of(EXT4), slow))
                .contains("parameters: pool: it has fast, the request says slow");
    }

    @Test
    void expandingIsRepeatableAndNeverShrinks() {
        Volume volume = volumes.create(request("v"));

        Volume larger = volumes.expand(volume.id(), CapacityRange.atLeast(TWO_GIB));
        Volume again = volumes.expand(volume.id(), CapacityRange.atLeast(TWO_GIB));
        Volume less = volumes.expand(volume.id(), CapacityRange.atLeast(ONE_GIB));

        assertThat(larger)
                .isEqualTo(volume.withCapacity(TWO_GIB))
                .isEqualTo(again)
                .isEqualTo(less);
    }

    @Test
    void expandingBeyondItsLimitsIsRefusedAndChangesNothing() {
        Volume volume = volumes.create(sized(request("v"), CapacityRange.atLeast(TWO_GIB)));

        assertThatThrownBy(() -> volumes.expand(volume.id(), new CapacityRange(ONE_GIB, Optional.of(ONE_GIB))))
                .isInstanceOf(StorageException.OutOfRange.class);
        assertThatThrownBy(() -> volumes.expand(volume.id(), CapacityRange.atLeast(ByteSize.ofBytes(Long.MAX_VALUE))))
                .isInstanceOf(StorageException.OutOfRange.class);
        assertThatThrownBy(() -> volumes.expand(volume.id(), CapacityRange.atLeast(ByteSize.ofGibibytes(101))))
                .isInstanceOf(StorageException.OutOfRange.class);
        assertThat(all()).containsExactly(volume);
    }

    @Test
    void anExpandedVolumeStillSatisfiesTheRequestThatMadeIt() {
        Volume volume = volumes.create(request("v"));
        Volume larger = volumes.expand(volume.id(), CapacityRange.atLeast(TWO_GIB));

        assertThat(volumes.create(request("v"))).isEqualTo(larger);
    }

    @Test
    void capacityIsThatOfThePoolInThePlacesThatFit() {
        volumes.create(at(sized(request("v"), CapacityRange.atLeast(ByteSize.ofGibibytes(40))), "zone=b", ""));

        assertThat(volumes.capacity(Optional.empty(), VolumeParameters.DEFAULT)).isEqualTo(capacity(260, 100));
        assertThat(volumes.capacity(Optional.of(Places.topology("zone=b")), VolumeParameters.DEFAULT))
                .isEqualTo(capacity(60, 60));
        assertThat(volumes.capacity(Optional.of(Places.topology("zone=a rack=1")), inPool("slow")))
                .isEqualTo(capacity(100, 100));
        assertThat(volumes.capacity(Optional.of(Places.topology("zone=c")), VolumeParameters.DEFAULT))
                .isEqualTo(Capacity.NONE);
        assertThat(volumes.capacity(Optional.empty(), inPool("none"))).isEqualTo(Capacity.NONE);
    }

    private static Capacity capacity(long availableGib, long maximumGib) {
        return new Capacity(
                ByteSize.ofGibibytes(availableGib), ByteSize.ofGibibytes(maximumGib), ByteSize.ofMebibytes(1));
    }

    @Test
    void listsGoThroughAllPagesAndRefuseStrangeTokens() {
        for (int i = 0; i < 5; i++) {
            volumes.create(request("v" + i));
        }

        Page<Volume> first = volumes.list(new PageRequest(3, ""));
        Page<Volume> rest = volumes.list(new PageRequest(0, first.nextToken()));

        assertThat(first.entries()).hasSize(3);
        assertThat(rest.entries()).hasSize(2).doesNotContainAnyElementsOf(first.entries());
        assertThat(rest.nextToken()).isEmpty();
        assertThatThrownBy(() -> volumes.list(new PageRequest(0, "invalid-token")))
                .isInstanceOf(StorageException.Aborted.class);
    }
}
