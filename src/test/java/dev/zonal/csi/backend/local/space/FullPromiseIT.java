package dev.zonal.csi.backend.local.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.RealNode;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A pool whose last byte is promised: every volume, raw, ext4 and xfs, is written to its last byte, some of it in single
 * blocks in no order, while snapshots hold what was there before. No writer meets an error.
 */
@RealHost
class FullPromiseIT {
    @RegisterExtension
    static final RealPool OUTER = RealPool.xfs();

    private static final ByteSize POOL_SIZE = ByteSize.ofMebibytes(1200);
    private static final ByteSize HELD_BACK = ByteSize.ofMebibytes(160);
    private static final int MEBIBYTE = 1 << 20;
    private static final int BLOCK = 4096;

    enum Ground {
        FILE,
        DIRECTORY
    }

    private PoolSpec spec(Ground ground) {
        return switch (ground) {
            case FILE -> PoolSpec.of("full", OUTER.fresh("full"), Optional.of(POOL_SIZE));
            case DIRECTORY -> PoolSpec.of("full", directory(), Optional.empty());
        };
    }

    private Path directory() {
        Path file = OUTER.fresh("disk");
        RealNode.HOST.files().createSparse(file, POOL_SIZE);
        Path device = RealNode.HOST.loops().attach(file, false).path();
        OUTER.run("mkfs.xfs", "-q", device.toString());
        Path mountpoint = OUTER.mountpoint();
        RealNode.HOST.mounts().mount(device, mountpoint, "xfs", List.of());
        return mountpoint;
    }

    private static VolumeId create(LocalBackend backend, String name, ByteSize size) {
        VolumeId id = VolumeId.of(name, Operation.home(backend));
        VolumeParameters parameters = new VolumeParameters(Optional.empty(), Provisioning.THIN, List.of(), List.of());
        return backend.createVolume(new NewVolume(id, name, size, Set.of(), parameters, Optional.empty()))
                .id();
    }

    private static void cut(LocalBackend backend, VolumeId source, String name) {
        backend.createSnapshot(new NewSnapshot(SnapshotId.of(name, source.home()), name, source, Consistency.SYNCED));
    }

    private static Path mounted(LocalBackend backend, VolumeId volume, FilesystemType type) {
        Path device = backend.attach(volume, false);
        RealNode.HOST.filesystems().format(device, type, List.of());
        Path mountpoint = OUTER.mountpoint();
        RealNode.HOST.mounts().mount(device, mountpoint, type.word(), List.of());
        return mountpoint;
    }

    /** Before anything is refused the images are measured, so that afterwards what is offered is all that there is. */
    private static void refused(LocalBackend backend) {
        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> create(backend, "too-large", ByteSize.ofGibibytes(100)));
    }

    /** Each piece of the device once, in no order. */
    private static void writeAll(Path device, ByteSize size, int pieceBytes) throws IOException {
        long pieces = size.bytes() / pieceBytes;
        byte[] piece = new byte[pieceBytes];
        try (RandomAccessFile open = new RandomAccessFile(device.toFile(), "rw")) {
            for (long i = 0, at = 0; i < pieces; i++, at = (at + 7919) % pieces) {
                piece[0] = (byte) i;
                open.seek(at * pieceBytes);
                open.write(piece);
                if (i % 4096 == 0) {
                    open.getFD().sync();
                }
            }
            open.getFD().sync();
        }
    }

    /** Until the volume's own filesystem is full; an error of its device is another one. */
    private static void fill(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            try {
                while (true) {
                    open.write(new byte[MEBIBYTE]);
                }
            } catch (IOException full) {
                assertThat(full).hasMessageContaining("No space left");
            }
            open.getFD().sync();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyVolumeOfAFullPoolIsWrittenToItsLastByte(Ground ground) throws IOException {
        LocalBackend backend = LocalBackend.open(RealNode.opening(OUTER.mountpoint()), List.of(spec(ground)), 64);
        ByteSize rawSize = ByteSize.ofMebibytes(65);
        VolumeId raw = create(backend, "raw", rawSize);
        writeAll(backend.attach(raw, false), rawSize, MEBIBYTE);
        Path ext4 = mounted(backend, create(backend, "ext4", ByteSize.ofMebibytes(128)), FilesystemType.EXT4);
        Path xfs = mounted(backend, create(backend, "xfs", ByteSize.ofMebibytes(304)), FilesystemType.XFS);
        for (Path mountpoint : List.of(ext4, xfs)) {
            Files.write(mountpoint.resolve("before"), new byte[40 * MEBIBYTE]);
        }
        backend.volumes(Optional.empty(), 10).forEach(volume -> cut(backend, volume.id(), volume.name() + "-cut"));
        refused(backend);
        ByteSize largest =
                backend.capacity(Operation.home(backend), Provisioning.THIN).maximumVolume();
        assertThat(largest).isGreaterThan(ByteSize.ofMebibytes(200));
        VolumeId rest = create(backend, "rest", largest);
        assertThat(backend.capacity(Operation.home(backend), Provisioning.THIN).maximumVolume())
                .isEqualTo(ByteSize.ZERO);

        writeAll(backend.attach(rest, false), largest, BLOCK);
        writeAll(backend.attach(raw, false), rawSize, BLOCK);
        for (Path mountpoint : List.of(ext4, xfs)) {
            Files.write(mountpoint.resolve("before"), new byte[40 * MEBIBYTE]);
            fill(mountpoint.resolve("fill"));
            RealNode.HOST.mounts().unmount(mountpoint);
        }

        refused(backend);
        assertThat(backend.pools().getFirst().known().usage().free())
                .as("nearly nothing is left")
                .isLessThan(HELD_BACK);
        backend.volumes(Optional.empty(), 10).forEach(volume -> backend.detach(volume.id()));
        backend.close();
    }
}
