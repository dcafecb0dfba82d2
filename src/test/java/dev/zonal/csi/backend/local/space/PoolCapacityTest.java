package dev.zonal.csi.backend.local.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.backend.local.pool.PoolUsage;
import dev.zonal.csi.backend.local.volume.VolumeLimits;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults.Failure;
import dev.zonal.csi.host.Faults.Refusal;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How much a pool says that it has, and what it does when there is no more. */
class PoolCapacityTest {
    private final PoolBench bench = new PoolBench();

    private static Volume create(LocalBackend backend, String name, ByteSize size, Provisioning provisioning) {
        VolumeParameters parameters = new VolumeParameters(Optional.empty(), provisioning, List.of(), List.of());
        return backend.createVolume(new NewVolume(
                VolumeId.of(name, Operation.home(backend)), name, size, Set.of(), parameters, Optional.empty()));
    }

    private static ByteSize available(LocalBackend backend, Provisioning provisioning) {
        return backend.capacity(Operation.home(backend), provisioning).available();
    }

    private PoolSpec image(ByteSize size, double overcommit) {
        return new PoolSpec("default", Path.of("/pool.img"), Optional.of(size), overcommit, Set.of());
    }

    private Path root() {
        return bench.host.mountTable().getLast().target();
    }

    @Test
    void readingTouchesNoDisk() {
        LocalBackend backend = bench.open();
        Operation.furnish(bench, backend);
        available(backend, Provisioning.THIN);
        bench.host.faults().clear();

        backend.volume(Operation.source(backend));
        backend.volumes(Optional.empty(), 10);
        backend.snapshots(Optional.empty(), 10);
        backend.snapshotsOf(Operation.source(backend), Optional.empty(), 10);
        backend.homes();
        available(backend, Provisioning.THIN);
        available(backend, Provisioning.THICK);
        backend.pools().getFirst().known().usage();

        assertThat(bench.host.faults().calls()).isEmpty();
    }

    @Test
    void whatWorkloadsWriteIsSeenOnTheNextBeat() {
        LocalBackend backend = bench.open(image(ByteSize.ofGibibytes(1), 1.0));
        ByteSize before = available(backend, Provisioning.THICK);
        bench.host.scribble(root().resolve("lock"), 0, new byte[1 << 20]);

        assertThat(available(backend, Provisioning.THICK)).isEqualTo(before);
        bench.clock.advance(Duration.ofSeconds(10));
        backend.pools().getFirst().beat();
        assertThat(available(backend, Provisioning.THICK))
                .isLessThan(before)
                .isGreaterThanOrEqualTo(before.minusOrZero(ByteSize.ofMebibytes(1)));
    }

    @Test
    void aFailureToLookIsNoFailureToAnswer() {
        LocalBackend backend = bench.open();
        ByteSize before = available(backend, Provisioning.THIN);
        bench.host.faults().fail(new Failure(0, Errno.EIO, false));

        assertThat(available(backend, Provisioning.THIN)).isEqualTo(before);
    }

    @Test
    void thinVolumesMayPromiseMoreThanThereIsWhereTheOperatorSaysSo() {
        LocalBackend backend = bench.open(image(ByteSize.ofGibibytes(1), 2.5));

        create(backend, "a", ByteSize.ofGibibytes(2), Provisioning.THIN);

        PoolUsage usage = backend.pools().getFirst().known().usage();
        assertThat(usage.reserved()).isEqualTo(ByteSize.ofGibibytes(2));
        assertThat(usage.logical()).isEqualTo(ByteSize.ofGibibytes(2));
        assertThat(usage.physical()).isLessThan(ByteSize.ofMebibytes(1));
        assertThat(usage.available()).isBetween(ByteSize.ofMebibytes(480), ByteSize.ofMebibytes(512));
        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> create(backend, "b", ByteSize.ofGibibytes(1), Provisioning.THIN));
    }

    @Test
    void thickVolumesNeedFreeSpaceEvenThen() {
        LocalBackend backend = bench.open(image(ByteSize.ofGibibytes(1), 4.0));
        create(backend, "a", ByteSize.ofMebibytes(600), Provisioning.THICK);

        assertThat(available(backend, Provisioning.THICK)).isLessThan(ByteSize.ofMebibytes(424));
        assertThat(available(backend, Provisioning.THIN)).isGreaterThan(ByteSize.ofMebibytes(1600));
        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> create(backend, "b", ByteSize.ofMebibytes(600), Provisioning.THICK));
        assertThatExceptionOfType(StorageException.OutOfRange.class)
                .isThrownBy(() ->
                        backend.expandVolume(VolumeId.of("a", Operation.home(backend)), ByteSize.ofMebibytes(1100)));
        create(backend, "b", ByteSize.ofMebibytes(400), Provisioning.THICK);
    }

    @Test
    void aDiskThatIsFullBeforeTheLedgerIsSaidSoAndEverythingIsUndone() {
        LocalBackend backend = bench.open(image(ByteSize.ofGibibytes(1), 4.0));
        create(backend, "a", ByteSize.ofMebibytes(500), Provisioning.THICK);
        // Somebody else fills the disk between the ledger's look and the allocation.
        bench.host.faults().refuse(new Refusal("allocate", Errno.ENOSPC));

        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> create(backend, "b", ByteSize.ofMebibytes(500), Provisioning.THICK))
                .withMessageContaining("no free space on its disk");

        assertThat(backend.volumes(Optional.empty(), 10)).hasSize(1);
        assertThat(backend.pools().getFirst().known().usage().reserved()).isEqualTo(ByteSize.ofMebibytes(500));
        assertThat(bench.host.ports().files().list(root().resolve("tmp"))).isEmpty();
    }

    @Test
    void aSnapshotIsReservedWhatItsSourceHasWritten() {
        LocalBackend backend = bench.open();
        Operation.furnish(bench, backend);
        PoolUsage before = backend.pools().getFirst().known().usage();
        Path device = backend.attach(Operation.source(backend), false);
        bench.host.writeDevice(device, 1 << 20, "x".repeat(20_000).getBytes(StandardCharsets.UTF_8));

        Operation.CREATE_SNAPSHOT.run(bench, backend);

        PoolUsage after = backend.pools().getFirst().known().usage();
        assertThat(after.reserved()).isEqualTo(before.reserved().plus(ByteSize.ofBytes(6 * 4096)));
        assertThat(after.logical()).isEqualTo(before.logical());
        assertThat(after.snapshots()).isEqualTo(2);
    }

    private static Volume copy(LocalBackend backend, String name, VolumeId source, Provisioning provisioning) {
        VolumeParameters parameters = new VolumeParameters(Optional.empty(), provisioning, List.of(), List.of());
        ByteSize size = backend.volume(source).orElseThrow().capacity();
        return backend.createVolume(new NewVolume(
                VolumeId.of(name, source.home()),
                name,
                size,
                Set.of(),
                parameters,
                Optional.of(new ContentSource.FromVolume(source))));
    }

    private static ByteSize physical(LocalBackend backend) {
        return backend.pools().getFirst().known().usage().physical();
    }

    @Test
    void aThickCopySharesNothing() {
        LocalBackend backend = bench.open(image(ByteSize.ofGibibytes(1), 1.0));
        VolumeId source = create(backend, "source", ByteSize.ofMebibytes(100), Provisioning.THIN)
                .id();
        bench.host.writeDevice(backend.attach(source, false), 0, new byte[60 << 20]);

        copy(backend, "thin", source, Provisioning.THIN);
        ByteSize before = physical(backend);
        copy(backend, "thick", source, Provisioning.THICK);

        assertThat(physical(backend).minusOrZero(before))
                .isBetween(ByteSize.ofMebibytes(100), ByteSize.ofMebibytes(101));
    }

    @Test
    void aSnapshotOfAThickVolumeIsChargedForWhatIsWritten() {
        LocalBackend backend = bench.open(image(ByteSize.ofGibibytes(1), 1.0));
        VolumeId thick = create(backend, "thick", ByteSize.ofMebibytes(600), Provisioning.THICK)
                .id();
        bench.host.writeDevice(backend.attach(thick, false), 0, new byte[10 << 20]);

        cut(backend, thick, "cut");

        assertThat(backend.pools().getFirst().known().usage().reserved()).isEqualTo(ByteSize.ofMebibytes(610));
    }

    @Test
    void poolsInFoldersOfOneFilesystemPromiseItOnce() {
        bench.host.setSize(PoolBench.POOL, ByteSize.ofGibibytes(1));
        LocalBackend backend = bench.openSeveral(2);
        HomeId other = backend.homes().getLast().id();
        ByteSize before = backend.capacity(other, Provisioning.THIN).available();

        create(backend, "a", ByteSize.ofMebibytes(600), Provisioning.THIN);

        assertThat(backend.capacity(other, Provisioning.THIN).available())
                .isLessThanOrEqualTo(before.minusOrZero(ByteSize.ofMebibytes(600)));
    }

    @Test
    void whatOthersTakeIsNotOfferedAgainByARestart() {
        bench.host.setSize(PoolBench.POOL, ByteSize.ofGibibytes(1));
        LocalBackend backend = bench.open();
        VolumeId volume = create(backend, "a", ByteSize.ofMebibytes(100), Provisioning.THIN)
                .id();
        bench.host.writeDevice(backend.attach(volume, false), 0, new byte[50 << 20]);
        for (int i = 0; i < 8; i++) {
            cut(backend, volume, "cut-" + i);
        }
        bench.clock.advance(Duration.ofSeconds(10));
        backend.pools().getFirst().beat();
        ByteSize before = available(backend, Provisioning.THIN);
        backend.close();

        assertThat(available(bench.open(), Provisioning.THIN)).isEqualTo(before);
    }

    @Test
    void sizesOutsideTheLimitsAreOutOfRange() {
        LocalBackend backend = bench.open(new PoolSpec("default", PoolBench.POOL, Optional.empty(), 100, Set.of()));
        Operation.furnish(bench, backend);

        for (ByteSize size : List.of(
                ByteSize.ofBytes((1 << 20) - 4096),
                ByteSize.ofBytes((16L << 40) + 4096),
                ByteSize.ofBytes((1 << 20) + 512))) {
            assertThatExceptionOfType(StorageException.OutOfRange.class)
                    .isThrownBy(() -> create(backend, "b", size, Provisioning.THIN));
        }
        assertThatExceptionOfType(StorageException.OutOfRange.class)
                .isThrownBy(
                        () -> backend.expandVolume(Operation.source(backend), ByteSize.ofBytes((16L << 40) + 4096)));
        assertThat(create(backend, "b", ByteSize.ofGibibytes(16 << 10), Provisioning.THIN)
                        .capacity())
                .isEqualTo(ByteSize.ofGibibytes(16 << 10));
        assertThat(backend.capacity(Operation.home(backend), Provisioning.THIN).maximumVolume())
                .isEqualTo(ByteSize.ofGibibytes(16 << 10));
    }

    @Test
    void aPoolWithLessThanTheSmallestVolumeLeftHasNoneToOffer() {
        LocalBackend backend = bench.open(image(ByteSize.ofGibibytes(1), 1.0));
        ByteSize almost = available(backend, Provisioning.THIN)
                .minusOrZero(ByteSize.ofMebibytes(1))
                .roundedUpTo(4096);
        create(backend, "a", almost.plus(ByteSize.ofBytes(4096)), Provisioning.THIN);

        assertThat(backend.capacity(Operation.home(backend), Provisioning.THIN).maximumVolume())
                .isEqualTo(ByteSize.ZERO);
    }

    @Test
    void aCallerWhoseTimeIsOverGetsNothingMade() {
        LocalBackend backend = bench.open();
        Operation.furnish(bench, backend);
        PoolState before = PoolState.of(backend);

        for (Operation operation : List.of(
                Operation.CREATE_BLANK, Operation.CREATE_SNAPSHOT, Operation.EXPAND, Operation.CREATE_FROM_SNAPSHOT)) {
            assertThatExceptionOfType(StorageException.DeadlineExceeded.class)
                    .isThrownBy(
                            () -> Deadline.of(Optional.empty(), () -> true).bind(() -> operation.run(bench, backend)));
        }

        assertThat(PoolState.of(backend)).isEqualTo(before);
        PoolState.checkPromises(bench.host, backend);
    }

    @Test
    void aVolumeHasSoManySnapshotsAndNoMore() {
        LocalBackend backend = bench.open();
        VolumeId source = create(backend, "source", ByteSize.ofMebibytes(1), Provisioning.THIN)
                .id();
        for (int i = 0; i < VolumeLimits.MOST_SNAPSHOTS; i++) {
            cut(backend, source, "cut-" + i);
        }

        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> cut(backend, source, "one more"))
                .withMessageContaining("1024 snapshots");

        VolumeId other = create(backend, "other", ByteSize.ofMebibytes(1), Provisioning.THIN)
                .id();
        cut(backend, other, "of another volume");
        backend.deleteSnapshot(SnapshotId.of("cut-0", source.home()));
        cut(backend, source, "one more");
        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> cut(backend, source, "and another"));
        backend.close();
        LocalBackend again = bench.open();
        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> cut(again, source, "after a restart"));
    }

    private static void cut(LocalBackend backend, VolumeId source, String name) {
        backend.createSnapshot(new NewSnapshot(SnapshotId.of(name, source.home()), name, source, Consistency.SYNCED));
    }
}
