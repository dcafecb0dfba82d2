package dev.zonal.csi.backend.local.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.Survivors;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults.Failure;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.PowerCut;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Making a pool, opening it and giving it back, stopped after each effect and with each call failing. Whatever was left,
 * the next opening succeeds, holds one device and one mount, and gives them back.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
class CrashInPoolOpeningTest {
    private static final ByteSize SIZE = ByteSize.ofGibibytes(2);
    private static int cases;

    enum Ground {
        DIRECTORY(PoolBench.SPEC),
        FILE(PoolSpec.of("file", Path.of("/pool.img"), Optional.of(SIZE))),
        DISK(PoolSpec.of("disk", Path.of("/dev/sdb"), Optional.empty()));

        final PoolSpec spec;

        Ground(PoolSpec spec) {
            this.spec = spec;
        }
    }

    /** A host where the pool is to be made, or, the second time, is closed. */
    private static PoolBench bench(Ground ground, boolean made) {
        PoolBench bench = new PoolBench();
        bench.host.addDisk("sdb", SIZE);
        if (made) {
            bench.open(ground.spec).close();
        }
        bench.host.faults().clear();
        return bench;
    }

    private static void openAndClose(PoolBench bench, Ground ground) {
        bench.open(ground.spec).close();
    }

    @AfterAll
    static void say() {
        System.out.println("crashes and errors in opening: " + cases + " cases, " + Survivors.seed());
    }

    @ParameterizedTest
    @EnumSource
    void crash(Ground ground) {
        for (boolean made : List.of(false, true)) {
            PoolBench undisturbed = bench(ground, made);
            openAndClose(undisturbed, ground);
            int effects = undisturbed.host.faults().effects().size();
            for (int k = 0; k < effects; k++) {
                for (BitSet kept :
                        Survivors.of(cut(ground, made, k).host.unsynced().size())) {
                    afterCrash(ground, cut(ground, made, k), kept);
                }
                PoolBench killed = cut(ground, made, k);
                List<String> done = killed.host.faults().effects();
                cases++;
                assertThatCode(() -> {
                            killed.host.kill();
                            opensAgain(killed, ground, done);
                        })
                        .as("%s killed after %s", ground, done)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static PoolBench cut(Ground ground, boolean made, int after) {
        PoolBench bench = bench(ground, made);
        bench.host.faults().cutAfter(after);
        assertThatThrownBy(() -> openAndClose(bench, ground)).isInstanceOf(PowerCut.class);
        return bench;
    }

    private static void afterCrash(Ground ground, PoolBench bench, BitSet kept) {
        cases++;
        List<String> effects = bench.host.faults().effects();
        List<String> unsynced = bench.host.unsynced();
        assertThatCode(() -> {
                    bench.host.cutPower(kept);
                    opensAgain(bench, ground, effects);
                })
                .as("%s cut after %s, unsynced %s, kept %s", ground, effects, unsynced, kept)
                .doesNotThrowAnyException();
    }

    private static void opensAgain(PoolBench bench, Ground ground, List<String> before) {
        boolean formatting = !before.isEmpty() && before.getLast().startsWith("format");
        if (ground == Ground.DISK && formatting && isHalfFormatted(bench)) {
            // A disk has no place for a note that its formatting began: a person has to say that nothing is on it.
            assertThatThrownBy(() -> bench.open(ground.spec)).hasMessageContaining("wipefs");
            return;
        }
        List<Mount> mounts = bench.host.mountTable();
        LocalBackend backend = bench.open(ground.spec);
        assertThat(bench.host.loopTable()).hasSize(ground == Ground.FILE ? 1 : 0);
        assertThat(bench.host.mountTable().size() - mounts.size()).isLessThanOrEqualTo(1);
        Operation.furnish(bench, backend);
        backend.close();
        assertThat(bench.host.loopTable()).isEmpty();
        assertThat(bench.host.mountTable()).allMatch(mount -> mount.target().equals(Path.of("/ext4")));
        assertThat(bench.host.ports().files().list(Path.of("/")))
                .noneMatch(name -> name.endsWith("-making") || name.equals("lock"));
        bench.host.cutPower(Survivors.none());
        try (LocalBackend again = bench.open(ground.spec)) {
            assertThat(again.volumes(Optional.empty(), 10)).hasSize(2);
        }
    }

    private static boolean isHalfFormatted(PoolBench bench) {
        try {
            bench.host.ports().mounts().mount(Path.of("/dev/sdb"), Path.of("/pool"), "xfs", List.of());
            bench.host.ports().mounts().unmount(Path.of("/pool"));
            return false;
        } catch (HostException doesNotMount) {
            return bench.host.ports().filesystems().probe(Path.of("/dev/sdb")) instanceof ProbeResult.Filesystem;
        }
    }

    @ParameterizedTest
    @EnumSource
    void error(Ground ground) {
        for (boolean made : List.of(false, true)) {
            PoolBench undisturbed = bench(ground, made);
            openAndClose(undisturbed, ground);
            List<String> calls = undisturbed.host.faults().calls();
            for (int call = 0; call < calls.size(); call++) {
                for (Errno errno : List.of(Errno.EIO, Errno.ENOSPC, Errno.EBUSY, Errno.EINTR, Errno.ETIMEDOUT)) {
                    cases++;
                    Failure failure = new Failure(call, errno, false);
                    assertThatCode(() -> afterError(ground, bench(ground, made), failure))
                            .as("%s with %s at '%s'", ground, errno, calls.get(call))
                            .doesNotThrowAnyException();
                }
            }
        }
    }

    private static void afterError(Ground ground, PoolBench bench, Failure failure) {
        bench.host.faults().fail(failure);
        boolean opened = false;
        try {
            LocalBackend backend = bench.open(ground.spec);
            opened = true;
            backend.close();
        } catch (HostException | StorageException expected) {
            assertThat(opened).as("closing never throws").isFalse();
        }
        bench.host.faults().clear();
        if (!opened) {
            assertThat(bench.host.loopTable()).isEmpty();
            assertThat(bench.host.mountTable()).hasSize(1);
            assertThat(bench.host.ports().files().list(Path.of("/"))).noneMatch(name -> name.endsWith("-making"));
        }
        opensAgain(bench, ground, List.of());
    }
}
