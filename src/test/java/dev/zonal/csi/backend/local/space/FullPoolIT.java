package dev.zonal.csi.backend.local.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.backend.local.RealNode;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A small pool with over-commit whose disk is filled to the last block: what needs space is refused with the spec's code
 * and leaves nothing, what others have is unharmed, deletes work, and after them everything works again.
 */
@RealHost
class FullPoolIT {
    @RegisterExtension
    static final RealPool OUTER = RealPool.xfs();

    private static final ByteSize POOL_SIZE = ByteSize.ofMebibytes(512);
    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);
    private static final ByteSize LARGE = ByteSize.ofMebibytes(400);
    private static final byte[] MEBIBYTE = mebibyte();
    private static final byte[] BLOCK = Arrays.copyOf(MEBIBYTE, 4096);
    private static final byte[] SMALL = Arrays.copyOf(MEBIBYTE, 1500);

    private final Host host = RealNode.HOST;
    private final Path run = OUTER.mountpoint();

    private static byte[] mebibyte() {
        byte[] bytes = new byte[1 << 20];
        new Random(11).nextBytes(bytes);
        return bytes;
    }

    private LocalBackend open(FilesystemType ground) {
        Path image = OUTER.fresh("full");
        if (ground == FilesystemType.BTRFS) {
            OUTER.run("truncate", "--size", Long.toString(POOL_SIZE.bytes()), image.toString());
            OUTER.run("mkfs.btrfs", "--quiet", image.toString());
        }
        return LocalBackend.open(
                RealNode.opening(run),
                List.of(new PoolSpec("full", image, Optional.of(POOL_SIZE), 20.0, Set.of())),
                64);
    }

    private Path root() throws IOException {
        try (var pools = Files.list(run.resolve("pools"))) {
            return pools.findFirst().orElseThrow();
        }
    }

    private static VolumeId id(LocalBackend backend, String name) {
        return VolumeId.of(name, Operation.home(backend));
    }

    private static VolumeId create(LocalBackend backend, String name, ByteSize size, Provisioning provisioning) {
        return create(backend, name, size, provisioning, Optional.empty());
    }

    private static VolumeId create(
            LocalBackend backend, String name, ByteSize size, Provisioning provisioning, Optional<ContentSource> from) {
        VolumeParameters parameters = new VolumeParameters(Optional.empty(), provisioning, List.of(), List.of());
        VolumeId id = id(backend, name);
        return backend.createVolume(new NewVolume(id, name, size, Set.of(), parameters, from))
                .id();
    }

    private static SnapshotId cut(LocalBackend backend, String name, VolumeId source) {
        SnapshotId id = SnapshotId.of(name, Operation.home(backend));
        return backend.createSnapshot(new NewSnapshot(id, name, source, Consistency.SYNCED))
                .id();
    }

    private Path mount(LocalBackend backend, VolumeId volume, FilesystemType type) {
        Path device = backend.attach(volume, false);
        host.filesystems().format(device, type, List.of());
        Path mountpoint = OUTER.mountpoint();
        // An ext4 writes its tables later, when it likes: a full btrfs has no room for that, and the next sync fails.
        List<String> options = type == FilesystemType.EXT4 ? List.of("noinit_itable") : List.of();
        host.mounts().mount(device, mountpoint, type.word(), options);
        return mountpoint;
    }

    /** Writes until the disk takes no further block, and then no further file, however small. */
    private void fill() throws IOException {
        Path folder = Files.createDirectory(root().resolve("filler"));
        try (RandomAccessFile filler =
                new RandomAccessFile(folder.resolve("blocks").toFile(), "rw")) {
            for (byte[] piece : List.of(MEBIBYTE, BLOCK)) {
                assertNoSpaceIsLeft(() -> {
                    filler.write(piece);
                    filler.getFD().sync();
                });
            }
        }
        AtomicInteger number = new AtomicInteger();
        // So small that btrfs keeps it among its metadata, which deletions need too.
        assertNoSpaceIsLeft(() -> Files.write(folder.resolve("f" + number.incrementAndGet()), SMALL));
    }

    private static void assertNoSpaceIsLeft(ThrowingCallable step) {
        assertThatThrownBy(() -> {
                    while (true) {
                        step.call();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");
    }

    /** Whether it was done; refused it must be with the spec's code, and leave nothing. */
    private boolean wasDone(LocalBackend backend, Runnable call) throws IOException {
        PoolState before = PoolState.of(backend);
        try {
            call.run();
            return true;
        } catch (StorageException.ResourceExhausted | StorageException.OutOfRange full) {
            assertThat(PoolState.of(backend)).isEqualTo(before);
            assertThat(host.files().list(root().resolve("tmp"))).isEmpty();
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"XFS", "BTRFS"})
    void whatNeedsSpaceIsRefusedAndDeletesMakeItWorkAgain(FilesystemType ground) throws IOException {
        LocalBackend backend = open(ground);
        VolumeId neighbour = create(backend, "neighbour", SIZE, Provisioning.THIN);
        Path neighbours = mount(backend, neighbour, FilesystemType.EXT4);
        Files.write(neighbours.resolve("precious"), MEBIBYTE);
        SnapshotId cut = cut(backend, "cut", neighbour);
        VolumeId writer = create(backend, "writer", LARGE, Provisioning.THIN);
        Path writers = mount(backend, writer, FilesystemType.XFS);
        VolumeId ballast = create(backend, "ballast", ByteSize.ofMebibytes(128), Provisioning.THICK);
        VolumeId spare = create(backend, "spare", SIZE, Provisioning.THIN);
        OUTER.run("sync", "--file-system", neighbours.toString(), writers.toString());

        fill();

        assertThat(wasDone(backend, () -> create(backend, "thick", SIZE, Provisioning.THICK)))
                .isFalse();
        assertThat(wasDone(backend, () -> backend.expandVolume(ballast, LARGE))).isFalse();
        Optional<ContentSource> source = Optional.of(new ContentSource.FromSnapshot(cut));
        for (int i = 0; i < 100; i++) {
            String name = "more-" + i;
            String copy = "copy-" + i;
            // A last inode, or a corner of a directory, may be there; then it is whole.
            boolean made = wasDone(backend, () -> create(backend, name, SIZE, Provisioning.THIN));
            boolean restored = wasDone(backend, () -> create(backend, copy, SIZE, Provisioning.THIN, source));
            boolean snapped = wasDone(backend, () -> cut(backend, name, neighbour));
            if (!made && !restored && !snapped) {
                break;
            }
        }
        wasDone(backend, () -> backend.expandVolume(spare, LARGE));
        assertThatThrownBy(() -> fillDurably(writers.resolve("file"))).isInstanceOf(IOException.class);
        assertThat(neighbours.resolve("precious")).hasBinaryContent(MEBIBYTE);

        // Nothing but deletes makes room: the filler stays.
        deleteAllBut(backend, Set.of(neighbour, writer));

        assertThat(backend.volumes(Optional.empty(), 1000)).hasSize(2);
        assertThat(backend.snapshots(Optional.empty(), 1000)).isEmpty();
        VolumeId again = create(backend, "again", SIZE, Provisioning.THICK);
        cut(backend, "again", neighbour);
        host.mounts().unmount(neighbours);
        host.mounts().mount(backend.attach(neighbour, false), neighbours, "ext4", List.of());
        assertThat(neighbours.resolve("precious")).hasBinaryContent(MEBIBYTE);
        assertThat(backend.housekeeping().survey()).isEmpty();
        host.mounts().unmount(neighbours);
        host.mounts().unmount(writers);
        backend.deleteVolume(again);
        deleteAllBut(backend, Set.of());
        assertThat(backend.pools().getFirst().known().usage().reserved()).isEqualTo(ByteSize.ZERO);
        backend.close();
    }

    private static void fillDurably(Path file) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            for (long i = 0; i < LARGE.bytes() / MEBIBYTE.length; i++) {
                out.write(MEBIBYTE);
                out.getFD().sync();
            }
        }
    }

    private static void deleteAllBut(LocalBackend backend, Set<VolumeId> kept) {
        backend.snapshots(Optional.empty(), 1000).forEach(snapshot -> backend.deleteSnapshot(snapshot.id()));
        backend.volumes(Optional.empty(), 1000).stream()
                .filter(volume -> !kept.contains(volume.id()))
                .forEach(volume -> backend.deleteVolume(volume.id()));
    }
}
