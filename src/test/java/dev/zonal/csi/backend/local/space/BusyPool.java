package dev.zonal.csi.backend.local.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A small pool on a filesystem that others write to as well, with every kind of call at it, and writers on all volumes who
 * write whatever they were promised. What they write lies in the page cache until somebody syncs, as a workload's does.
 */
final class BusyPool {
    private static final int BLOCK = 4096;
    private static final ByteSize DISK = ByteSize.ofMebibytes(26);
    /** The simulated filesystem never needs it, so it has to be left over. */
    private static final long HELD_BACK = FilesystemNeeds.with(Charge.NOTHING);

    private static final Path FOREIGN = Path.of("/foreign");

    private final PoolBench bench = new PoolBench();
    private final RandomGenerator random;
    private LocalBackend backend;
    private int names;

    /** The kinds of calls that were done and not refused: a pool where everything is refused proves nothing. */
    final Set<Kind> done = EnumSet.noneOf(Kind.class);

    enum Kind {
        BLANK,
        THICK,
        CLONE,
        RESTORE,
        SNAPSHOT,
        EXPAND,
        DELETE_VOLUME,
        DELETE_SNAPSHOT,
        WRITE,
        WRITE_ALL,
        FLUSH,
        OTHERS_WRITE,
        OTHERS_FREE,
        RESTART
    }

    BusyPool(RandomGenerator random) {
        this.random = random;
        bench.host.setSize(PoolBench.POOL, DISK);
        bench.host.ports().files().createFile(FOREIGN, new byte[0]);
        backend = bench.open();
    }

    /** Does something, and looks whether all that was promised is there. */
    Kind step() {
        Kind kind = drawn();
        try {
            if (run(kind)) {
                done.add(kind);
            }
        } catch (StorageException.ResourceExhausted | StorageException.OutOfRange refused) {
            // By the ledger, that is: by the disk would be too late.
            assertThat(refused.getCause()).as("%s", refused).isNull();
        } catch (HostException failure) {
            assertThat(failure.errno()).as("what a writer met").isNotEqualTo(Errno.ENOSPC);
            throw failure;
        }
        check();
        return kind;
    }

    private Kind drawn() {
        int drawn = random.nextInt(100);
        // Writes and deletions are as frequent as all that makes something.
        return switch (drawn / 10) {
            case 0, 1, 2 -> Kind.WRITE;
            case 3 -> Kind.SNAPSHOT;
            case 4 -> drawn % 2 == 0 ? Kind.DELETE_VOLUME : Kind.DELETE_SNAPSHOT;
            default -> Kind.values()[random.nextInt(Kind.values().length)];
        };
    }

    private boolean run(Kind kind) {
        return switch (kind) {
            case BLANK -> create(Provisioning.THIN, size(), Optional.empty());
            case THICK -> create(Provisioning.THICK, size(), Optional.empty());
            case CLONE -> volume().filter(this::copyVolume).isPresent();
            case RESTORE -> snapshot().filter(this::restore).isPresent();
            case SNAPSHOT -> volume().filter(this::cut).isPresent();
            case EXPAND -> volume().filter(this::expand).isPresent();
            case DELETE_VOLUME -> volume().filter(this::delete).isPresent();
            case DELETE_SNAPSHOT -> snapshot().filter(this::delete).isPresent();
            case WRITE -> volume().filter(this::write).isPresent();
            case WRITE_ALL -> writeAll();
            case FLUSH -> volume().filter(this::flush).isPresent();
            case OTHERS_WRITE -> othersWrite();
            case OTHERS_FREE -> othersFree();
            case RESTART -> restart();
        };
    }

    private void check() {
        // What others write is seen after a second.
        bench.clock.advance(Duration.ofMinutes(2));
        backend.pools().getFirst().beat();
        DiskTruth truth = DiskTruth.of(bench, backend);
        long offered = offered();
        assertThat(truth.neededBytes() + HELD_BACK)
                .as("needed by all writers together, and held back, of %s", truth)
                .isLessThanOrEqualTo(truth.freeBytes());
        assertThat(truth.neededBytes() + HELD_BACK + offered)
                .as("offered %s beside that, of %s", offered, truth)
                .isLessThanOrEqualTo(truth.freeBytes());
        assertThat(backend.pools().getFirst().known().usage().reserved().bytes())
                .isEqualTo(truth.promisedBytes());
    }

    private long offered() {
        return backend.capacity(home(), Provisioning.THIN).available().bytes();
    }

    private HomeId home() {
        return backend.homes().getFirst().id();
    }

    /** Often all that is offered: then each mistake is one too many. */
    private ByteSize size() {
        ByteSize largest = backend.capacity(home(), Provisioning.THIN).maximumVolume();
        if (random.nextInt(4) == 0 && !largest.isZero()) {
            return largest;
        }
        return ByteSize.ofMebibytes(1 + random.nextInt(3));
    }

    private Provisioning provisioning() {
        return random.nextInt(3) == 0 ? Provisioning.THICK : Provisioning.THIN;
    }

    private String fresh() {
        return "n" + names++;
    }

    private Optional<Volume> volume() {
        return one(backend.volumes(Optional.empty(), Integer.MAX_VALUE));
    }

    private Optional<Snapshot> snapshot() {
        return one(backend.snapshots(Optional.empty(), Integer.MAX_VALUE));
    }

    private <T> Optional<T> one(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private boolean create(Provisioning provisioning, ByteSize size, Optional<ContentSource> source) {
        String name = fresh();
        VolumeParameters parameters = new VolumeParameters(Optional.empty(), provisioning, List.of(), List.of());
        backend.createVolume(new NewVolume(VolumeId.of(name, home()), name, size, Set.of(), parameters, source));
        return true;
    }

    private boolean copyVolume(Volume source) {
        return create(provisioning(), source.capacity(), Optional.of(new ContentSource.FromVolume(source.id())));
    }

    private boolean restore(Snapshot source) {
        ByteSize size = source.size().plus(ByteSize.ofMebibytes(random.nextInt(2)));
        return create(provisioning(), size, Optional.of(new ContentSource.FromSnapshot(source.id())));
    }

    private boolean cut(Volume source) {
        String name = fresh();
        backend.createSnapshot(new NewSnapshot(SnapshotId.of(name, home()), name, source.id(), Consistency.SYNCED));
        return true;
    }

    private boolean expand(Volume volume) {
        backend.expandVolume(volume.id(), volume.capacity().plus(ByteSize.ofMebibytes(1)));
        backend.refreshSize(volume.id());
        return true;
    }

    private boolean delete(Volume volume) {
        backend.deleteVolume(volume.id());
        return true;
    }

    private boolean delete(Snapshot snapshot) {
        backend.deleteSnapshot(snapshot.id());
        return true;
    }

    private boolean write(Volume volume) {
        int blocks = (int) (volume.capacity().bytes() / BLOCK);
        int first = random.nextInt(blocks);
        int length = 1 + random.nextInt(random.nextBoolean() ? 8 : blocks - first);
        write(volume, first, Math.min(length, blocks - first));
        if (random.nextInt(4) == 0) {
            flush(volume);
        }
        return true;
    }

    private void write(Volume volume, int firstBlock, int blocks) {
        Path device = backend.attach(volume.id(), false);
        bench.host.writeDevice(device, (long) firstBlock * BLOCK, new byte[blocks * BLOCK]);
    }

    private boolean writeAll() {
        List<Volume> all = new ArrayList<>(backend.volumes(Optional.empty(), Integer.MAX_VALUE));
        all.forEach(volume -> {
            write(volume, 0, (int) (volume.capacity().bytes() / BLOCK));
            flush(volume);
        });
        return !all.isEmpty();
    }

    private boolean flush(Volume volume) {
        bench.host.ports().filesystems().flush(backend.attach(volume.id(), false));
        return true;
    }

    /** They take what is offered and no more: who takes what is promised breaks the promise, and nobody can help that. */
    private boolean othersWrite() {
        int blocks = (int) Math.min(512, offered() / BLOCK);
        if (blocks == 0) {
            return false;
        }
        long end = bench.host.ports().files().status(FOREIGN).orElseThrow().sizeBytes();
        bench.host.scribble(FOREIGN, end, new byte[(1 + random.nextInt(blocks)) * BLOCK]);
        return true;
    }

    private boolean othersFree() {
        long size = bench.host.ports().files().status(FOREIGN).orElseThrow().sizeBytes();
        long kept = random.nextLong(size / BLOCK + 1) * BLOCK;
        bench.host.ports().files().resize(FOREIGN, ByteSize.ofBytes(kept));
        return true;
    }

    private boolean restart() {
        long before = offered();
        backend.close();
        backend = bench.open();
        assertThat(offered()).as("offered after a restart").isLessThanOrEqualTo(before);
        return true;
    }
}
