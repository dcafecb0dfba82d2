package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.host.SickDisk;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two pools, the disk of one of which fails: what becomes of it, of its volumes, and of the other one. */
@Timeout(60)
@ExtendWith(QuietLogs.class)
class SickPoolTest {
    private static final Path A = Path.of("/a");
    private static final PoolSpec POOL_A = PoolSpec.of("a", A, Optional.empty());
    private static final PoolSpec POOL_B = PoolSpec.of("b", Path.of("/b"), Optional.empty());
    private static final ByteSize SIZE = ByteSize.ofMebibytes(1);

    private final PoolBench bench = new PoolBench();
    private final FileTree files = bench.host.ports().files();
    private final SickDisk disk = new SickDisk(A);

    SickPoolTest() {
        files.createDirectory(A);
        files.createDirectory(Path.of("/b"));
    }

    enum DiskError {
        EIO(Errno.EIO),
        EROFS(Errno.EROFS),
        ESHUTDOWN(Errno.ESHUTDOWN),
        ENODEV(Errno.ENODEV),
        EUCLEAN(Errno.EUCLEAN);

        final Errno errno;

        DiskError(Errno errno) {
            this.errno = errno;
        }
    }

    private LocalBackend open() {
        return LocalBackend.open(
                new PoolOpening(
                        disk.around(bench.host.ports()), PoolBench.RUN, PoolBench.HERE, bench.clock, bench.random),
                List.of(POOL_A, POOL_B),
                64);
    }

    private static Pool a(LocalBackend backend) {
        return backend.pools().getFirst();
    }

    private static HomeId home(LocalBackend backend, String pool) {
        return backend.homes().stream()
                .filter(home -> home.pool().equals(pool))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static Volume volume(LocalBackend backend, HomeId home, String name) {
        return backend.createVolume(new NewVolume(
                VolumeId.of(name, home), name, SIZE, Set.of(), VolumeParameters.DEFAULT, Optional.empty()));
    }

    private void beat(LocalBackend backend) {
        bench.clock.advance(Duration.ofMinutes(1));
        backend.pools().forEach(Pool::beat);
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(call)
                .withMessageContaining("pool 'a' can't be used since ")
                .withMessageContaining("its disk fails (");
    }

    @ParameterizedTest
    @EnumSource
    void aDiskThatFailsAtTheStartLeavesTheOthersServing(DiskError error) {
        open().close();
        disk.fail(error.errno);

        LocalBackend backend = open();

        assertThat(a(backend).state()).isInstanceOf(HomeState.Sick.class);
        assertThat(volume(backend, home(backend, "b"), "v").capacity()).isEqualTo(SIZE);
        assertThat(backend.capacity(home(backend, "a"), Provisioning.THIN)).isEqualTo(Capacity.NONE);
        assertUnavailable(() -> volume(backend, home(backend, "a"), "v"));
    }

    @Test
    void whatMayLiveOnAPoolThatWasNeverOpenIsNotSaidToBeMissing() {
        LocalBackend before = open();
        Volume there = volume(before, home(before, "a"), "v");
        before.close();
        disk.fail(Errno.EIO);
        LocalBackend backend = open();

        assertUnavailable(() -> backend.volume(there.id()));
        assertUnavailable(() -> backend.deleteVolume(there.id()));
        assertUnavailable(() -> backend.volumes(Optional.empty(), 10));
        assertUnavailable(() -> backend.snapshots(Optional.empty(), 10));
        assertThat(backend.state(there.id().home())).get().isInstanceOf(HomeState.Sick.class);
    }

    @Test
    void whatASickPoolHasPromisedIsNotOfferedByItsNeighbour() {
        LocalBackend backend = open();
        HomeId b = home(backend, "b");
        long all = backend.capacity(b, Provisioning.THIN).available().bytes();
        ByteSize half = ByteSize.ofBytes(all / 2 / 4096 * 4096);
        HomeId a = home(backend, "a");
        backend.createVolume(new NewVolume(
                VolumeId.of("half", a), "half", half, Set.of(), VolumeParameters.DEFAULT, Optional.empty()));
        disk.fail(Errno.EIO);
        beat(backend);
        assertThat(a(backend).state()).isInstanceOf(HomeState.Sick.class);

        assertThat(backend.capacity(b, Provisioning.THIN).available().bytes()).isLessThanOrEqualTo(all - half.bytes());
        disk.heal();
        beat(backend);
        assertThat(a(backend).state()).isInstanceOf(HomeState.Serving.class);
        assertThat(backend.capacity(b, Provisioning.THIN).available().bytes()).isLessThanOrEqualTo(all - half.bytes());
    }

    @Test
    void itComesBackWithoutARestart() {
        LocalBackend before = open();
        Volume there = volume(before, home(before, "a"), "v");
        before.close();
        disk.fail(Errno.EIO);
        LocalBackend backend = open();
        beat(backend);
        assertThat(a(backend).state()).isInstanceOf(HomeState.Sick.class);

        disk.heal();
        beat(backend);

        assertThat(a(backend).state()).isInstanceOf(HomeState.Serving.class);
        assertThat(backend.volume(there.id())).contains(there);
        assertThat(backend.volumes(Optional.empty(), 10)).containsExactly(there);
    }

    @ParameterizedTest
    @EnumSource
    void aLookFindsADiskThatFails(DiskError error) {
        LocalBackend backend = open();
        Volume there = volume(backend, home(backend, "a"), "v");
        disk.fail(error.errno);

        beat(backend);

        assertThat(backend.abnormal(there.id())).get().asString().contains("its disk fails");
        assertThat(backend.volume(there.id())).contains(there);
        assertThat(backend.volumes(Optional.empty(), 10)).containsExactly(there);
        assertThat(backend.capacity(there.id().home(), Provisioning.THIN)).isEqualTo(Capacity.NONE);
        assertThat(backend.isUsable(there.id())).isFalse();
        assertUnavailable(() -> backend.requireUsable(there.id()));
        assertUnavailable(() -> backend.attach(there.id(), false));
        assertUnavailable(() -> backend.deleteVolume(there.id()));
        assertUnavailable(() -> backend.expandVolume(there.id(), ByteSize.ofMebibytes(2)));
        assertUnavailable(() -> backend.createSnapshot(
                new NewSnapshot(SnapshotId.of("s", there.id().home()), "s", there.id(), Consistency.SYNCED)));
        assertThat(backend.abnormal(volume(backend, home(backend, "b"), "w").id()))
                .isEmpty();
    }

    @Test
    void aCallFindsADiskThatFails() {
        LocalBackend backend = open();
        HomeId home = home(backend, "a");
        disk.fail(Errno.EIO);

        try (Operations operations = new Operations(2, 10, backend)) {
            assertUnavailable(() -> operations.run(home, List.of(), () -> volume(backend, home, "v")));
        }

        assertThat(a(backend).state()).isInstanceOf(HomeState.Sick.class);
    }

    @Test
    void anErrorOfOneObjectIsNoSickPool() {
        LocalBackend backend = open();
        HostException ofItsOwn = new HostException("mkfs.ext4 /dev/loop7", Errno.EIO);

        assertThat(backend.explained(home(backend, "a"), ofItsOwn)).isSameAs(ofItsOwn);

        assertThat(a(backend).state()).isInstanceOf(HomeState.Serving.class);
    }

    /** What failed half-way may be on the disk all the same: it is looked at as after a crash. */
    @Test
    void afterAFailureEverythingIsReadAnew() {
        LocalBackend backend = open();
        Volume there = volume(backend, home(backend, "a"), "v");
        Volume gone = volume(backend, home(backend, "a"), "gone");
        disk.fail(Errno.EIO);
        beat(backend);
        files.rename(A.resolve("volumes").resolve(gone.id().value()), Path.of("/away"));
        files.createFile(A.resolve("tmp").resolve("left"), new byte[] {1});

        disk.heal();
        beat(backend);

        assertThat(backend.volumes(Optional.empty(), 10)).containsExactly(there);
        assertThat(files.list(A.resolve("tmp"))).isEmpty();
        assertThat(backend.pools().getFirst().known().usage().logical()).isEqualTo(SIZE);
    }

    /** Below an empty mountpoint lies another disk, which would answer in its place. */
    @Test
    void aDiskThatIsNotMountedAnyMoreIsNotMadeAnew() {
        LocalBackend backend = open();
        HomeId home = home(backend, "a");
        volume(backend, home, "v");
        files.rename(A, Path.of("/unmounted"));
        files.createDirectory(A);
        beat(backend);
        beat(backend);

        assertThat(a(backend).state()).isInstanceOf(HomeState.Sick.class);
        assertThat(a(backend).state().sentence()).contains("holds no pool now").contains(home.value());
        assertThat(files.list(A)).doesNotContain("pool.json", "volumes");
        files.deleteFile(A.resolve("lock"));
        files.deleteDirectory(A);
        files.rename(Path.of("/unmounted"), A);
        beat(backend);
        assertThat(a(backend).state()).isInstanceOf(HomeState.Serving.class);
        assertThat(backend.volumes(Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void aBlankDiskThatWasPutInItsPlaceIsNotFormatted() {
        Path device = bench.host.addDisk("sdb", ByteSize.ofGibibytes(2));
        SickDisk sick = new SickDisk(PoolBench.RUN.resolve("pools"));
        LocalBackend backend = LocalBackend.open(
                new PoolOpening(
                        sick.around(bench.host.ports()), PoolBench.RUN, PoolBench.HERE, bench.clock, bench.random),
                List.of(PoolSpec.of("disk", device, Optional.empty())),
                64);
        sick.fail(Errno.ENXIO);
        beat(backend);
        beat(backend);
        bench.host.addDisk("sdb", ByteSize.ofGibibytes(2));
        sick.heal();

        beat(backend);

        assertThat(a(backend).state().sentence())
                .contains("/dev/sdb is blank, and was not")
                .contains("--forget-homes");
        assertThat(bench.host.ports().filesystems().probe(device)).isInstanceOf(ProbeResult.Blank.class);
    }

    @Test
    void aDiskWithoutANodeMayComeLater() {
        LocalBackend backend = bench.openAsFarAsPossible(PoolSpec.of("a", Path.of("/dev/sdz"), Optional.empty()));
        assertThat(a(backend).state().sentence()).contains("there is nothing at /dev/sdz now");
        assertThat(backend.homes()).hasSize(1);

        bench.host.addDisk("sdz", ByteSize.ofGibibytes(2));
        beat(backend);

        assertThat(a(backend).state()).isInstanceOf(HomeState.Serving.class);
    }

    @Test
    void anImageThatWasTakenAwayMakesItsVolumeAbnormal() {
        LocalBackend backend = open();
        Volume there = volume(backend, home(backend, "a"), "v");
        Path image = A.resolve("volumes").resolve(there.id().value()).resolve("disk.img");
        beat(backend);
        assertThat(backend.abnormal(there.id())).isEmpty();

        files.rename(image, Path.of("/taken"));
        beat(backend);
        assertThat(backend.abnormal(there.id())).get().asString().contains("was taken away");

        files.rename(Path.of("/taken"), image);
        beat(backend);
        assertThat(backend.abnormal(there.id())).isEmpty();
    }
}
