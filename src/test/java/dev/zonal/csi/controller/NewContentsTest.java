package dev.zonal.csi.controller;

import static dev.zonal.csi.controller.ControllerBench.ANY_FILESYSTEM;
import static dev.zonal.csi.controller.ControllerBench.BLOCK;
import static dev.zonal.csi.controller.ControllerBench.DEFAULT_SIZE;
import static dev.zonal.csi.controller.ControllerBench.EXT4;
import static dev.zonal.csi.controller.ControllerBench.ONE_GIB;
import static dev.zonal.csi.controller.ControllerBench.TWO_GIB;
import static dev.zonal.csi.controller.ControllerBench.XFS;
import static dev.zonal.csi.controller.ControllerBench.content;
import static dev.zonal.csi.controller.ControllerBench.copying;
import static dev.zonal.csi.controller.ControllerBench.mounted;
import static dev.zonal.csi.controller.ControllerBench.request;
import static dev.zonal.csi.controller.ControllerBench.sized;
import static dev.zonal.csi.controller.ControllerBench.snapshotOf;
import static dev.zonal.csi.controller.ControllerBench.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a new volume starts with, seen at the volumes that are made. */
class NewContentsTest {
    private static final ByteSize TEN_MIB = ByteSize.ofMebibytes(10);

    private final ControllerBench bench = new ControllerBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private ByteSize sizeOf(VolumeRequest asked) {
        return bench.volumes.create(asked).capacity();
    }

    @Test
    void aVolumeWithoutAWishHasTheDefaultSize() {
        assertThat(sizeOf(sized(request("v"), CapacityRange.ANY))).isEqualTo(DEFAULT_SIZE);
    }

    @Test
    void aVolumeIsAtLeastAsLargeAsItsFilesystemNeeds() {
        CapacityRange tiny = CapacityRange.atLeast(ByteSize.ofBytes(1));

        assertThat(sizeOf(used(sized(request("ext4"), tiny), EXT4))).isEqualTo(ByteSize.ofMebibytes(1));
        assertThat(sizeOf(used(sized(request("xfs"), tiny), XFS))).isEqualTo(ByteSize.ofMebibytes(300));
        assertThat(sizeOf(used(sized(request("any"), tiny), ANY_FILESYSTEM))).isEqualTo(ByteSize.ofMebibytes(1));
        assertThat(sizeOf(used(sized(request("block"), tiny), BLOCK))).isEqualTo(ByteSize.ofMebibytes(1));
        assertThat(sizeOf(
                        used(sized(request("several"), tiny), EXT4, BLOCK, mounted(Optional.of(FilesystemType.BTRFS)))))
                .isEqualTo(FilesystemType.BTRFS.minimumSize());
    }

    @Test
    void aFilesystemThatDoesNotFitTheLimitIsOutOfRange() {
        CapacityRange range = new CapacityRange(ByteSize.ZERO, Optional.of(TEN_MIB));

        assertThatThrownBy(() -> sizeOf(used(sized(request("v"), range), XFS)))
                .isInstanceOf(StorageException.OutOfRange.class)
                .hasMessageContaining("xfs needs, 300Mi");
        assertThat(bench.backend.volumes(Optional.empty(), 10)).isEmpty();
    }

    @Test
    void aCopyHasTheSizeOfItsSourceUnlessMoreIsAsked() {
        Volume source = bench.volumes.create(request("source"));
        Snapshot snapshot = bench.snapshots.create(snapshotOf(source.id(), "s"));

        assertThat(sizeOf(sized(copying(request("clone"), content(source)), CapacityRange.ANY)))
                .isEqualTo(ONE_GIB);
        assertThat(sizeOf(sized(copying(request("restore"), content(snapshot)), CapacityRange.ANY)))
                .isEqualTo(ONE_GIB);
        assertThat(sizeOf(sized(copying(request("more"), content(snapshot)), CapacityRange.atLeast(TWO_GIB))))
                .isEqualTo(TWO_GIB);
        assertThatThrownBy(
                        () -> sizeOf(sized(copying(request("less"), content(source)), CapacityRange.atLeast(TEN_MIB))))
                .isInstanceOf(StorageException.OutOfRange.class);
    }

    @Test
    void aRestoreWaitsUntilItsSnapshotIsReady() {
        Volume source = bench.volumes.create(request("source"));
        bench.backend.cutIsReady(false);
        Snapshot making = bench.snapshots.create(snapshotOf(source.id(), "s"));

        assertThatThrownBy(() -> sizeOf(copying(request("restore"), content(making))))
                .isInstanceOf(StorageException.Unavailable.class)
                .hasMessageContaining(making.id() + " is cut and not ready yet");
        assertThat(bench.backend.volumes(Optional.empty(), 10)).containsExactly(source);
    }

    @Test
    void whatWasAskedOfTheSourceCanBeAskedOfItsCopy() {
        CapacityRange little = CapacityRange.atLeast(TEN_MIB);
        Volume source = bench.volumes.create(used(sized(request("source"), little), XFS));
        bench.backend.recordContents(source.id(), new Contents.Formatted(FilesystemType.XFS));
        Snapshot snapshot = bench.snapshots.create(snapshotOf(source.id(), "s"));

        assertThat(sizeOf(used(sized(copying(request("clone"), content(source)), little), XFS)))
                .isEqualTo(FilesystemType.XFS.minimumSize());
        assertThat(sizeOf(used(sized(copying(request("restore"), content(snapshot)), little), ANY_FILESYSTEM)))
                .isEqualTo(FilesystemType.XFS.minimumSize());
    }

    @Test
    void aCopyOfSomethingBlankIsAsLargeAsItsOwnFilesystemNeeds() {
        Volume source = bench.volumes.create(used(sized(request("source"), CapacityRange.atLeast(TEN_MIB)), BLOCK));
        VolumeRequest asked = used(copying(request("copy"), content(source)), XFS);

        assertThat(sizeOf(sized(asked, CapacityRange.ANY))).isEqualTo(FilesystemType.XFS.minimumSize());
    }

    @Test
    void aCopyOfSomethingBlankThatCannotHoldItsFilesystemIsOutOfRange() {
        Volume source = bench.volumes.create(used(sized(request("source"), CapacityRange.atLeast(TEN_MIB)), BLOCK));
        VolumeRequest asked = used(copying(request("copy"), content(source)), XFS);

        assertThatThrownBy(() -> sizeOf(sized(asked, new CapacityRange(TEN_MIB, Optional.of(TEN_MIB)))))
                .isInstanceOf(StorageException.OutOfRange.class)
                .hasMessageContaining("xfs needs");
    }

    @Test
    void aSourceThatCarriesAnotherFilesystemIsAnInvalidArgument() {
        Volume source = bench.volumes.create(used(request("source"), ANY_FILESYSTEM));
        bench.backend.recordContents(source.id(), new Contents.Formatted(FilesystemType.XFS));
        Snapshot snapshot = bench.snapshots.create(snapshotOf(source.id(), "s"));

        assertThatThrownBy(() -> sizeOf(used(copying(request("clone"), content(source)), EXT4)))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageContaining("fs_type ext4 was asked for, but the source carries xfs");
        assertThatThrownBy(() -> sizeOf(used(copying(request("restore"), content(snapshot)), EXT4)))
                .isInstanceOf(StorageException.InvalidArgument.class);
        assertThat(sizeOf(used(copying(request("same"), content(snapshot)), XFS)))
                .isEqualTo(ONE_GIB);
        assertThat(sizeOf(used(copying(request("any"), content(snapshot)), ANY_FILESYSTEM)))
                .isEqualTo(ONE_GIB);
        assertThat(sizeOf(used(copying(request("raw"), content(snapshot)), BLOCK)))
                .isEqualTo(ONE_GIB);
    }

    @Test
    void aSourceWhoseFilesystemWasBegunBindsItsCopiesToThatOne() {
        Volume source = bench.volumes.create(used(request("source"), ANY_FILESYSTEM));
        bench.backend.recordContents(source.id(), new Contents.Formatting(FilesystemType.XFS));

        assertThatThrownBy(() -> sizeOf(used(copying(request("clone"), content(source)), EXT4)))
                .isInstanceOf(StorageException.InvalidArgument.class);
        assertThat(sizeOf(used(copying(request("same"), content(source)), XFS))).isEqualTo(ONE_GIB);
    }
}
