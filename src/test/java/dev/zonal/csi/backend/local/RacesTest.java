package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many callers at once, each with ids of its own as the locks of the use cases see to. */
@ExtendWith(QuietLogs.class)
class RacesTest {
    private static final int CALLERS = 16;
    private static final int ROUNDS = 40;

    private final PoolBench bench = new PoolBench();
    private final LocalBackend backend = bench.open();
    private final HomeId home = Operation.home(backend);

    @Test
    void callersOfTheirOwnObjectsDoNotDisturbEachOther() throws Exception {
        Operation.furnish(bench, backend);
        PoolState before = PoolState.of(backend);
        run(this::liveAndDie);

        assertThat(PoolState.of(backend)).isEqualTo(before);
        PoolState.checkPromises(bench.host, backend);
        LocalBackend again = afterPowerCut();
        assertThat(PoolState.of(again)).isEqualTo(before);
        PoolState.checkPromises(bench.host, again);
    }

    private void liveAndDie(int caller) {
        SplittableRandom random = new SplittableRandom(caller);
        for (int round = 0; round < ROUNDS; round++) {
            String name = caller + "-" + round;
            Optional<ContentSource> source = random.nextBoolean()
                    ? Optional.empty()
                    : Optional.of(new ContentSource.FromSnapshot(SnapshotId.of("cut", home)));
            Volume volume = create(name, Operation.SIZE, source);
            backend.attach(volume.id(), random.nextBoolean());
            backend.expandVolume(volume.id(), Operation.LARGER);
            SnapshotId snapshot = SnapshotId.of(name, home);
            backend.createSnapshot(new NewSnapshot(snapshot, name, volume.id(), Consistency.SYNCED));
            assertThat(backend.snapshotsOf(volume.id(), Optional.empty(), 9))
                    .extracting(Snapshot::id)
                    .containsExactly(snapshot);
            backend.deleteVolume(volume.id());
            backend.deleteSnapshot(snapshot);
        }
    }

    @Test
    void togetherTheyNeverGetMoreThanThePoolHas() throws Exception {
        backend.close();
        PoolSpec small = PoolSpec.of("small", Path.of("/pool.img"), Optional.of(ByteSize.ofGibibytes(1)));
        try (LocalBackend limited = bench.open(small)) {
            AtomicInteger made = new AtomicInteger();
            run(caller -> {
                for (int i = 0; i < 8; i++) {
                    try {
                        String name = caller + "/" + i;
                        limited.createVolume(newVolume(
                                VolumeId.of(name, Operation.home(limited)), name, Operation.SIZE, Optional.empty()));
                        made.incrementAndGet();
                    } catch (StorageException.ResourceExhausted full) {
                        // As it should be for most of them.
                    }
                }
            });

            assertThat(made.get()).isEqualTo(15);
            assertThat(limited.volumes(Optional.empty(), 100)).hasSize(15);
            assertThat(limited.pools().getFirst().known().usage().reserved()).isEqualTo(ByteSize.ofMebibytes(15 * 64));
        }
    }

    private Volume create(String name, ByteSize size, Optional<ContentSource> source) {
        return backend.createVolume(newVolume(VolumeId.of(name, home), name, size, source));
    }

    private static NewVolume newVolume(VolumeId id, String name, ByteSize size, Optional<ContentSource> source) {
        return new NewVolume(id, name, size, Set.of(), VolumeParameters.DEFAULT, source);
    }

    private LocalBackend afterPowerCut() {
        bench.host.cutPower(Survivors.none());
        return bench.open();
    }

    private interface Caller {
        void call(int number);
    }

    private static void run(Caller caller) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int number = i;
                all.add(threads.submit(() -> caller.call(number)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }
}
