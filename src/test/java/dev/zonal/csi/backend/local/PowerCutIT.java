package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The power goes while four workers make, copy, cut, grow and delete. The pool is an image on an outer filesystem; a
 * clone of that image, taken at any instant, holds what had reached the disk and nothing more. Opened as a pool, it has
 * everything that was answered before.
 */
@RealHost
class PowerCutIT {
    @RegisterExtension
    static final RealPool OUTER = RealPool.xfs();

    private static final int ROUNDS = Integer.getInteger("powercut.rounds", 10);
    private static final int WORKERS = 4;
    private static final int KEPT = 20;
    private static final ByteSize SIZE = ByteSize.ofMebibytes(16);
    private static final ByteSize LARGER = ByteSize.ofMebibytes(24);

    /** What was asked of one object last, and whether it was answered; each object has one worker. */
    private record Progress(boolean there, boolean answered) {}

    private final Map<ObjectId, Progress> ledger = new ConcurrentHashMap<>();
    private final ReadWriteLock pause = new ReentrantReadWriteLock();
    private final Set<VolumeId> grown = ConcurrentHashMap.newKeySet();

    @Test
    void whatWasAnsweredIsThere() throws Exception {
        Path image = OUTER.fresh("pool");
        PoolSpec spec = PoolSpec.of("pool", image, Optional.of(ByteSize.ofGibibytes(4)));
        AtomicBoolean stop = new AtomicBoolean();
        SplittableRandom random = new SplittableRandom(Long.getLong("powercut.seed", System.nanoTime()));
        try (LocalBackend backend = RealNode.opening(OUTER.mountpoint()).open(List.of(spec), 0);
                ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                int worker = i;
                workers.add(threads.submit(() -> work(backend, worker, stop)));
            }
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    Thread.sleep(random.nextInt(300));
                    cutAndCheck(image, Operation.home(backend));
                }
            } finally {
                stop.set(true);
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
    }

    private void cutAndCheck(Path image, HomeId home) {
        Map<ObjectId, Progress> before = new HashMap<>(ledger);
        Set<VolumeId> grownBefore = new HashSet<>(grown);
        Path copy = OUTER.fresh("cut");
        RealNode.HOST.files().cloneFile(image, copy);
        Map<ObjectId, Progress> after = new HashMap<>(ledger);
        // Only the instant of the clone matters; what comes after need not be fought for.
        pause.writeLock().lock();
        try (LocalBackend survived =
                RealNode.opening(OUTER.mountpoint()).open(List.of(PoolSpec.of("cut", copy, Optional.empty())), 0)) {
            assertThat(Operation.home(survived)).isEqualTo(home);
            assertThat(survived.pools().getFirst().damaged()).isEmpty();
            check(survived, before, after, grownBefore);
        } finally {
            pause.writeLock().unlock();
        }
        RealNode.HOST.files().deleteFile(copy);
    }

    private static void check(
            LocalBackend survived,
            Map<ObjectId, Progress> before,
            Map<ObjectId, Progress> after,
            Set<VolumeId> grownBefore) {
        Set<ObjectId> listed = new HashSet<>();
        survived.volumes(Optional.empty(), Integer.MAX_VALUE).stream()
                .map(Volume::id)
                .forEach(listed::add);
        survived.snapshots(Optional.empty(), Integer.MAX_VALUE).stream()
                .map(Snapshot::id)
                .forEach(listed::add);
        before.forEach((id, progress) -> {
            // What was begun before or while the clone was taken may have been done or not.
            if (progress.answered() && progress.equals(after.get(id))) {
                assertThat(listed.contains(id)).as("%s: %s", id, progress).isEqualTo(progress.there());
            }
        });
        assertThat(after.keySet()).containsAll(listed);
        for (ObjectId id : listed) {
            if (id instanceof VolumeId volume) {
                assertThat(RealNode.read(survived, volume, "volume".length())).isIn("volume", "\0\0\0\0\0\0");
                boolean surelyGrown = grownBefore.contains(volume);
                assertThat(survived.volume(volume).orElseThrow().capacity()).isIn(LARGER, surelyGrown ? LARGER : SIZE);
            }
        }
    }

    private void work(LocalBackend backend, int worker, AtomicBoolean stop) {
        SplittableRandom random = new SplittableRandom(worker);
        List<ObjectId> kept = new ArrayList<>();
        for (int round = 0; !stop.get(); round++) {
            pause.readLock().lock();
            try {
                kept.addAll(make(backend, worker + "-" + round, random.nextBoolean()));
                while (kept.size() > KEPT) {
                    deleting(backend, kept.remove(random.nextInt(kept.size())));
                }
            } finally {
                pause.readLock().unlock();
            }
        }
    }

    private List<ObjectId> make(LocalBackend backend, String name, boolean restore) {
        HomeId home = Operation.home(backend);
        VolumeId volume = VolumeId.of(name, home);
        SnapshotId snapshot = SnapshotId.of(name, home);
        VolumeId copy = VolumeId.of(name + "-copy", home);
        making(volume, () -> create(backend, volume, Optional.empty()));
        RealNode.write(backend, volume, "volume");
        making(snapshot, () -> backend.createSnapshot(new NewSnapshot(snapshot, name, volume, Consistency.SYNCED)));
        ContentSource source =
                restore ? new ContentSource.FromSnapshot(snapshot) : new ContentSource.FromVolume(volume);
        making(copy, () -> create(backend, copy, Optional.of(source)));
        backend.expandVolume(copy, LARGER);
        grown.add(copy);
        return List.of(volume, snapshot, copy);
    }

    private static void create(LocalBackend backend, VolumeId id, Optional<ContentSource> source) {
        backend.createVolume(new NewVolume(id, id.value(), SIZE, Set.of(), VolumeParameters.DEFAULT, source));
    }

    private void making(ObjectId id, Runnable effect) {
        ledger.put(id, new Progress(true, false));
        effect.run();
        ledger.put(id, new Progress(true, true));
    }

    private void deleting(LocalBackend backend, ObjectId id) {
        ledger.put(id, new Progress(false, false));
        switch (id) {
            case VolumeId volume -> backend.deleteVolume(volume);
            case SnapshotId snapshot -> backend.deleteSnapshot(snapshot);
        }
        ledger.put(id, new Progress(false, true));
    }
}
