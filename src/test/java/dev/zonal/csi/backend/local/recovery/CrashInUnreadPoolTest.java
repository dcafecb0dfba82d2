package dev.zonal.csi.backend.local.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.backend.local.Survivors;
import dev.zonal.csi.backend.local.content.Damage;
import dev.zonal.csi.backend.local.content.Layout;
import dev.zonal.csi.backend.local.content.Loading;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.PowerCut;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A start that reads the objects of its pool while that is open already, and finds one that it has to do something
 * about: stopped after each of its effects, and with each of its calls for that object failing. The next one comes to
 * what the start of a small pool comes to, which reads everything first.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
class CrashInUnreadPoolTest {
    private static int cases;

    @AfterAll
    static void say() {
        System.out.println("crashes and errors in unread pools: " + cases + " cases, " + Survivors.seed());
    }

    enum Found {
        UNFINISHED_EXPANSION {
            @Override
            void leave(PoolBench bench, Path image) {
                bench.host.ports().files().resize(image, Operation.LARGER);
            }
        },
        IMAGE_USED_BEYOND_ITS_RECORD {
            @Override
            void leave(PoolBench bench, Path image) {
                UNFINISHED_EXPANSION.leave(bench, image);
                bench.host.scribble(image, Operation.SIZE.bytes(), new byte[] {1});
            }
        },
        IMAGE_SHORTER_THAN_ITS_RECORD {
            @Override
            void leave(PoolBench bench, Path image) {
                bench.host.ports().files().resize(image, ByteSize.ofMebibytes(1));
            }
        };

        abstract void leave(PoolBench bench, Path image);

        PoolBench bench(int readBefore) {
            PoolBench bench = new PoolBench();
            try (LocalBackend backend = bench.open()) {
                Operation.furnish(bench, backend);
                Path image = image(backend);
                leave(bench, image);
                bench.host.ports().files().sync(image);
            }
            bench.host.faults().clear();
            bench.readBefore = readBefore;
            return bench;
        }
    }

    private static Path image(LocalBackend backend) {
        return PoolBench.POOL
                .resolve(Layout.VOLUMES)
                .resolve(Operation.source(backend).value())
                .resolve(Layout.IMAGE);
    }

    /** What a start came to. */
    private record Opened(PoolState listed, List<Damage> damaged, ByteSize reserved, ByteSize imageSize, String data) {
        static Opened of(PoolBench bench) {
            try (LocalBackend backend = bench.openWhole()) {
                return of(bench, backend);
            }
        }

        static Opened of(PoolBench bench, LocalBackend backend) {
            Pool pool = backend.pools().getFirst();
            Path image = image(backend);
            if (pool.damaged().isEmpty()) {
                PoolState.checkPromises(bench.host, backend);
            }
            long bytes = bench.host.ports().files().status(image).orElseThrow().sizeBytes();
            return new Opened(
                    PoolState.of(backend),
                    pool.damaged(),
                    pool.usage().reserved(),
                    ByteSize.ofBytes(bytes),
                    Operation.text(bench.host, image, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void crash(Found found) {
        Opened small = Opened.of(found.bench(Loading.FEW));
        int effects = effects(found);
        for (int k = 0; k < effects; k++) {
            for (BitSet kept : Survivors.of(cut(found, k).host.unsynced().size())) {
                opensLikeASmallOne(cut(found, k), small, host -> host.cutPower(kept));
            }
            opensLikeASmallOne(cut(found, k), small, SimulatedHost::kill);
        }
    }

    private static int effects(Found found) {
        PoolBench bench = found.bench(0);
        Opened.of(bench);
        List<String> effects = bench.host.faults().effects();
        if (found != Found.IMAGE_SHORTER_THAN_ITS_RECORD) {
            assertThat(effects).as("effects on the object").anyMatch(effect -> effect.contains("vol-"));
        }
        return effects.size();
    }

    private static PoolBench cut(Found found, int after) {
        PoolBench bench = found.bench(0);
        bench.host.faults().cutAfter(after);
        assertThatThrownBy(bench::openWhole).isInstanceOf(PowerCut.class);
        return bench;
    }

    private static void opensLikeASmallOne(PoolBench bench, Opened small, Consumer<SimulatedHost> crash) {
        cases++;
        List<String> effects = bench.host.faults().effects();
        List<String> unsynced = bench.host.unsynced();
        assertThatCode(() -> {
                    crash.accept(bench.host);
                    assertThat(Opened.of(bench)).isEqualTo(small);
                    bench.host.cutPower(Survivors.none());
                    assertThat(Opened.of(bench)).isEqualTo(small);
                })
                .as("stopped after %s, unsynced %s", effects, unsynced)
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void error(Found found) {
        Opened small = Opened.of(found.bench(Loading.FEW));
        for (String call : callsForTheObject(found)) {
            for (Errno errno : List.of(Errno.EIO, Errno.ENOSPC, Errno.EINTR)) {
                cases++;
                assertThatCode(() -> othersAreServed(found, small, new Faults.Refusal(call, errno)))
                        .as("%s at '%s'", errno, call)
                        .doesNotThrowAnyException();
            }
        }
    }

    /** Others come in any order; those for one object are the same each time. */
    private static List<String> callsForTheObject(Found found) {
        PoolBench bench = found.bench(0);
        try (LocalBackend backend = bench.openWhole()) {
            String id = Operation.source(backend).value();
            List<String> calls = bench.host.faults().calls().stream()
                    .filter(call -> call.contains(id))
                    .distinct()
                    .toList();
            assertThat(calls).isNotEmpty();
            return calls;
        }
    }

    private static void othersAreServed(Found found, Opened small, Faults.Refusal failure) {
        PoolBench bench = found.bench(0);
        bench.host.faults().refuse(failure);
        try (LocalBackend backend = bench.openWhole()) {
            VolumeId source = Operation.source(backend);
            PoolState listed = PoolState.of(backend);
            assertThat(listed.snapshots()).isEqualTo(small.listed().snapshots());
            assertThat(but(source, listed)).isEqualTo(but(source, small.listed()));
            assertThat(backend.pools().getFirst().damaged())
                    .extracting(Damage::id)
                    .containsExactly(source.value());
        }
        bench.host.kill();

        assertThat(Opened.of(bench)).isEqualTo(small);
    }

    private static List<Volume> but(VolumeId one, PoolState listed) {
        return listed.volumes().stream()
                .filter(volume -> !volume.id().equals(one))
                .toList();
    }
}
