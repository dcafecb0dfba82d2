package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.controller.Homes;
import dev.zonal.csi.controller.NewContents;
import dev.zonal.csi.controller.VolumeRequest;
import dev.zonal.csi.controller.Volumes;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.DiskWishes;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeParameters;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Disks come in the sizes of their categories: a wish is rounded up to a step, and a minimum is said and not bought. */
final class DiskSizesTest {
    private final DiskBench bench = new DiskBench("""
            categories:
              standard: {minimum: 1Gi, maximum: 64Gi, step: 1Gi}
              fast: {minimum: 20Gi, maximum: 1Ti, step: 4Gi}
              shared: null
            instanceTypes: {small: {categories: [standard, fast]}}
            """);

    private final Operations operations = new Operations(4, 100, bench.backend());
    private final Volumes volumes = new Volumes(
            bench.backend(),
            operations,
            new NewContents(bench.backend(), FilesystemType.EXT4, ByteSize.ofGibibytes(5)),
            new Homes(bench.backend(), Set.of()));

    @AfterEach
    void close() {
        operations.close();
        bench.close();
    }

    private static VolumeParameters of(String... categories) {
        return new VolumeParameters(
                Optional.empty(),
                Provisioning.THIN,
                List.of(),
                List.of(),
                new DiskWishes(List.of(categories), OptionalLong.empty(), false));
    }

    private static CapacityRange range(String required, String limit) {
        return new CapacityRange(
                ByteSize.parse(required),
                Optional.of(limit).filter(most -> !most.isEmpty()).map(ByteSize::parse));
    }

    private Volume create(String name, CapacityRange capacity, String... categories) {
        return volumes.create(new VolumeRequest(
                name,
                capacity,
                Set.of(new VolumeCapability(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER)),
                of(categories),
                Optional.empty(),
                TopologyRequirement.NONE));
    }

    @Test
    void aWishBetweenTwoStepsGetsTheLargerOneAndTheSameRequestTheSameVolume() {
        Volume volume = create("v", range("1500Mi", ""), "standard");

        assertThat(volume.capacity()).isEqualTo(ByteSize.ofGibibytes(2));
        assertThat(bench.disk(volume.id()).size()).isEqualTo(ByteSize.ofGibibytes(2));
        assertThat(create("v", range("1500Mi", ""), "standard")).isEqualTo(volume);
        assertThat(create("w", range("0", "2500Mi"), "standard").capacity()).isEqualTo(ByteSize.ofGibibytes(2));
    }

    @Test
    void aLimitBelowTheNextStepIsRefusedWithTheStep() {
        assertThatThrownBy(() -> create("v", range("1500Mi", "1900Mi"), "standard"))
                .isInstanceOf(StorageException.OutOfRange.class)
                .hasMessageContaining("steps of 1Gi");
        assertThat(bench.outside().disks()).isEmpty();
    }

    @Test
    void aMinimumIsSaidAndTheNextCategoryOfTheListTaken() {
        assertThatThrownBy(() -> create("v", range("3Gi", ""), "fast"))
                .isInstanceOf(StorageException.OutOfRange.class)
                .hasMessageContaining("has 20Gi to 1Ti");

        Volume volume = create("w", range("3Gi", ""), "fast", "standard");

        assertThat(bench.disk(volume.id()).category()).isEqualTo("standard");
        assertThat(volume.capacity()).isEqualTo(ByteSize.ofGibibytes(4));
    }

    @Test
    void anExpansionIsRoundedUpToo() {
        Volume volume = create("v", range("1Gi", ""), "standard");

        Volume larger = volumes.expand(volume.id(), range("2100Mi", ""));

        assertThat(larger.capacity()).isEqualTo(ByteSize.ofGibibytes(3));
        assertThat(volumes.expand(volume.id(), range("2100Mi", ""))).isEqualTo(larger);
        assertThatThrownBy(() -> volumes.expand(volume.id(), range("3100Mi", "3200Mi")))
                .isInstanceOf(StorageException.OutOfRange.class);
    }

    @Test
    void aZoneHasRoomForWhatIsSoldThere() {
        assertThat(bench.backend().capacity(DiskBench.home("a"), of("fast")))
                .isEqualTo(
                        new Capacity(ByteSize.ofGibibytes(1024), ByteSize.ofGibibytes(1024), ByteSize.ofGibibytes(20)));
        assertThat(bench.backend().capacity(DiskBench.home("c"), of("fast"))).isEqualTo(Capacity.NONE);
        assertThat(bench.backend()
                        .capacity(DiskBench.home("c"), of("fast", "standard"))
                        .minimumVolume())
                .isEqualTo(ByteSize.ofGibibytes(1));
        bench.control().setSoldOut("a", Optional.of("fast"), true);
        bench.backend().refresh();
        assertThat(bench.backend().capacity(DiskBench.home("a"), of("fast"))).isEqualTo(Capacity.NONE);
    }
}
