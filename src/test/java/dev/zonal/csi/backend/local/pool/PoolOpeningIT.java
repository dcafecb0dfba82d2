package dev.zonal.csi.backend.local.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.RealNode;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pools in files and on disks, with real filesystems on real devices. */
@RealHost
class PoolOpeningIT {
    @RegisterExtension
    static final RealPool OUTER = RealPool.xfs();

    private static final ByteSize POOL_SIZE = ByteSize.ofGibibytes(1);
    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);

    private final Host host = RealNode.HOST;
    private final Path image = OUTER.fresh("pool");
    private final Path run = OUTER.mountpoint();
    private final PoolSpec spec = PoolSpec.of("file", image, Optional.of(POOL_SIZE));
    private Optional<LocalBackend> open = Optional.empty();

    private LocalBackend open(PoolSpec given) {
        LocalBackend backend = LocalBackend.open(RealNode.opening(run), List.of(given), 64);
        open = Optional.of(backend);
        return backend;
    }

    @AfterEach
    void close() throws IOException {
        open.ifPresent(LocalBackend::close);
        assertNothingHeld();
    }

    private void assertNothingHeld() throws IOException {
        try (var left = Files.list(run.resolve("pools"))) {
            assertThat(left).isEmpty();
        }
        assertThat(devicesOver(image)).isEmpty();
    }

    private List<LoopDevice> devicesOver(Path file) {
        return host.files().status(file).stream()
                .flatMap(status -> host.loops().all().stream()
                        .filter(device -> device.backing().equals(status.identity())))
                .toList();
    }

    private static Volume create(LocalBackend backend, String name, Optional<ContentSource> source) {
        return backend.createVolume(new NewVolume(
                VolumeId.of(name, Operation.home(backend)), name, SIZE, Set.of(), VolumeParameters.DEFAULT, source));
    }

    private Path root() throws IOException {
        try (var pools = Files.list(run.resolve("pools"))) {
            return pools.findFirst().orElseThrow();
        }
    }

    @Test
    void aFileIsMadeClosedAndOpenedAgain() throws IOException {
        LocalBackend backend = open(spec);
        Volume volume = create(backend, "a", Optional.empty());
        RealNode.write(backend, volume.id(), "kept");
        backend.close();
        assertNothingHeld();

        LocalBackend again = open(spec);

        assertThat(again.volume(volume.id())).contains(volume);
        assertThat(RealNode.read(again, volume.id(), 4)).isEqualTo("kept");
        assertThat(again.pools().getFirst().known().usage().physical()).isLessThan(ByteSize.ofMebibytes(200));
    }

    @Test
    void aFileThatIsOpenIsRefusedToASecond() {
        open(spec);

        assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> LocalBackend.open(RealNode.opening(run), List.of(spec), 64))
                .withMessageContaining("another process has it open");
        assertThat(devicesOver(image)).hasSize(1);
    }

    @Test
    void aFileWithAVolumeInUseStaysMounted() throws IOException {
        LocalBackend backend = open(spec);
        Volume volume = create(backend, "a", Optional.empty());
        Path device = backend.attach(volume.id(), false);

        backend.close();

        assertThat(host.mounts().at(root())).isPresent();
        LocalBackend again = open(spec);
        assertThat(again.attached(volume.id(), false)).contains(device);
        assertThat(devicesOver(image)).hasSize(1);
        again.detach(volume.id());
    }

    @Test
    void aBlankDiskIsFormattedAndAForeignOneRefused() throws IOException {
        host.files().createSparse(image, POOL_SIZE);
        LoopDevice disk = host.loops().attach(image, false);
        PoolSpec onDisk = PoolSpec.of("disk", disk.path(), Optional.empty());

        open(onDisk).close();
        Volume volume = create(open(onDisk), "a", Optional.empty());
        open.orElseThrow().close();
        assertThat(open(onDisk).volume(volume.id())).isPresent();
        open.orElseThrow().close();

        host.filesystems().format(disk.path(), FilesystemType.EXT4, List.of());
        assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> open(onDisk))
                .withMessageContaining("it carries an ext4 filesystem");
        Set<String> content = Set.of(host.filesystems().fingerprint(disk.path()));
        host.filesystems().format(disk.path(), FilesystemType.EXT4, List.of());
        assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> open(new PoolSpec("disk", disk.path(), Optional.empty(), 1.0, content)))
                .withMessageContaining("--pool-format-device " + disk.path() + "=");
        Set<String> present = Set.of(host.filesystems().fingerprint(disk.path()));
        open(new PoolSpec("disk", disk.path(), Optional.empty(), 1.0, present)).close();
        assertThat(host.filesystems().fingerprint(disk.path())).isNotIn(present);
        host.loops().detach(disk);
    }

    @Test
    void aDirectoryWithoutReflinksIsRefused() throws IOException {
        Files.createDirectories(run.resolve("pools"));
        Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "zonal");

        assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> open(PoolSpec.of("memory", memory, Optional.empty())))
                .withMessageContaining("without reflinks");

        Files.delete(memory);
    }

    @Test
    void aMountedVolumeIsSnapshottedAndRestoredBesideItsSource() throws IOException {
        LocalBackend backend = open(spec);
        for (FilesystemType type : List.of(FilesystemType.EXT4)) {
            Volume source = create(backend, type.word(), Optional.empty());
            Path device = backend.attach(source.id(), false);
            host.filesystems().format(device, type, List.of());
            backend.recordContents(source.id(), new Contents.Formatted(type));
            Path mountpoint = OUTER.mountpoint();
            host.mounts().mount(device, mountpoint, type.word(), List.of());
            Files.writeString(mountpoint.resolve("file"), "written, not synced");

            for (Consistency consistency : Consistency.values()) {
                String name = type + "-" + consistency;
                SnapshotId snapshot = SnapshotId.of(name, Operation.home(backend));
                backend.createSnapshot(new NewSnapshot(snapshot, name, source.id(), consistency));
                Volume restored =
                        create(backend, name + "-restored", Optional.of(new ContentSource.FromSnapshot(snapshot)));
                Path beside = OUTER.mountpoint();
                host.mounts().mount(backend.attach(restored.id(), false), beside, type.word(), List.of());

                assertThat(Files.readString(beside.resolve("file"))).isEqualTo("written, not synced");
                assertThat(restored.contents()).isEqualTo(new Contents.Formatted(type));
                host.mounts().unmount(beside);
                backend.detach(restored.id());
            }
            assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                    .isThrownBy(() -> backend.deleteVolume(source.id()))
                    .withMessageContaining("mounted at " + mountpoint);
            host.mounts().unmount(mountpoint);
            backend.deleteVolume(source.id());
        }
        assertThat(host.loops().all().stream().filter(device -> isIn(device, backend)))
                .isEmpty();
    }

    private boolean isIn(LoopDevice device, LocalBackend backend) {
        return backend.volumes(Optional.empty(), 100).stream()
                .anyMatch(volume -> backend.attached(volume.id()).contains(device.path()));
    }

    @Test
    void thickVolumesTakeTheirSpaceAtOnceAndAFullDiskIsSaidSo() throws IOException {
        LocalBackend backend = open(new PoolSpec("file", image, Optional.of(POOL_SIZE), 3.0, Set.of()));
        VolumeParameters thick = new VolumeParameters(Optional.empty(), Provisioning.THICK, List.of(), List.of());
        VolumeId id = VolumeId.of("thick", Operation.home(backend));
        ByteSize size = ByteSize.ofMebibytes(512);
        backend.createVolume(new NewVolume(id, "thick", size, Set.of(), thick, Optional.empty()));
        Path stored = root().resolve("volumes/" + id + "/disk.img");
        assertThat(host.files().status(stored).orElseThrow().allocatedBytes()).isGreaterThanOrEqualTo(size.bytes());
        backend.capacity(Operation.home(backend), Provisioning.THICK);
        Path filler = root().resolve("filler");
        host.files().createSparse(filler, ByteSize.ofMebibytes(300));
        host.files().allocate(filler, ByteSize.ofMebibytes(300));

        VolumeId more = VolumeId.of("more", Operation.home(backend));
        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> backend.createVolume(
                        new NewVolume(more, "more", ByteSize.ofMebibytes(300), Set.of(), thick, Optional.empty())));
        assertThatExceptionOfType(StorageException.OutOfRange.class)
                .isThrownBy(() -> backend.expandVolume(id, ByteSize.ofMebibytes(900)));

        assertThat(backend.volumes(Optional.empty(), 9)).hasSize(1);
        assertThat(host.files().list(root().resolve("tmp"))).isEmpty();
        assertThat(host.files().status(stored).orElseThrow().sizeBytes()).isEqualTo(size.bytes());
        backend.deleteVolume(id);
        host.files().deleteFile(filler);
    }
}
