package dev.zonal.csi.backend.local.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.RealNode;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pools in files on a host whose filesystem is smaller than they are. */
@RealHost
class SparsePoolIT {
    @RegisterExtension
    static final RealPool OUTER = RealPool.xfs();

    private static final ByteSize POOL_SIZE = ByteSize.ofGibibytes(2);

    private final Path run = OUTER.mountpoint();

    private static ByteSize free(Path path) {
        return ByteSize.ofBytes(RealNode.HOST.files().space(path).availableBytes());
    }

    @Test
    void aSparsePoolOffersWhatItsHostHasAndGivesBackWhatIsDeleted() throws Exception {
        Path host = OUTER.ext4("600M");
        PoolSpec spec = new PoolSpec("sparse", host.resolve("pool.img"), Optional.of(POOL_SIZE), true, 1.0, Set.of());
        LocalBackend backend = LocalBackend.open(RealNode.opening(run), List.of(spec), 64);
        ByteSize before = free(host);
        ByteSize offered =
                backend.capacity(Operation.home(backend), Provisioning.THIN).maximumVolume();
        assertThat(offered).isLessThan(before).isGreaterThan(ByteSize.ofMebibytes(300));
        VolumeId volume = VolumeId.of("a", Operation.home(backend));
        backend.createVolume(new NewVolume(volume, "a", offered, Set.of(), VolumeParameters.DEFAULT, Optional.empty()));

        try (RandomAccessFile device =
                new RandomAccessFile(backend.attach(volume, false).toFile(), "rw")) {
            for (long done = 0; done < offered.bytes(); done += 1 << 20) {
                device.write(new byte[(int) Math.min(1 << 20, offered.bytes() - done)]);
            }
            device.getFD().sync();
        }
        assertThat(free(host)).isLessThan(before.minusOrZero(offered).plus(ByteSize.ofMebibytes(1)));
        backend.detach(volume);
        backend.deleteVolume(volume);

        ByteSize most = before.minusOrZero(ByteSize.ofMebibytes(16));
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (free(host).compareTo(most) < 0 && System.nanoTime() < end) {
            OUTER.run("sync", "--file-system", host.toString());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        assertThat(free(host)).isGreaterThanOrEqualTo(most);
        backend.close();
    }

    @Test
    void aPoolThatHasItsBlocksNeedsThemAtOnceAndKeepsThem() {
        Path host = OUTER.ext4("600M");
        PoolSpec large = PoolSpec.of("large", host.resolve("large.img"), Optional.of(POOL_SIZE));
        assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> LocalBackend.open(RealNode.opening(run), List.of(large), 64))
                .withMessageContaining("has no 2Gi for it");
        assertThat(host.resolve("large.img")).doesNotExist();

        PoolSpec fits = PoolSpec.of("fits", host.resolve("fits.img"), Optional.of(ByteSize.ofMebibytes(400)));
        LocalBackend backend = LocalBackend.open(RealNode.opening(run), List.of(fits), 64);
        assertThat(free(host)).isLessThan(ByteSize.ofMebibytes(200));
        assertThat(backend.capacity(Operation.home(backend), Provisioning.THIN).maximumVolume())
                .isGreaterThan(ByteSize.ofMebibytes(280));
        backend.close();
    }
}
