package dev.zonal.csi.backend.local.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.local.Drill;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.backend.local.Survivors;
import dev.zonal.csi.backend.local.Undisturbed;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults.Failure;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.StorageException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The start after a crash, with each of its calls to the host failing in turn, each after a crash of the operation at a
 * step that is drawn. Whether that start refuses the pool or sets an object aside: nothing is lost by it, and the next
 * start finds what the first should have found.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
class ErrorInRecoveryTest {
    private static int cases;

    @AfterAll
    static void say() {
        System.out.println("errors in recovery: " + cases + " cases, " + Survivors.seed());
    }

    @ParameterizedTest
    @EnumSource
    void fails(Operation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        SplittableRandom steps =
                new SplittableRandom(Survivors.SEED + operation.name().hashCode());
        int calls = callsOfTheStart(operation, undisturbed.effects());
        for (int call = 0; call < calls; call++) {
            for (Errno errno : List.of(Errno.EIO, Errno.ENOSPC, Errno.EINTR)) {
                int crashedAfter = steps.nextInt(undisturbed.effects());
                Drill drill = new Drill(operation);
                drill.stopAfter(crashedAfter);
                drill.bench.host.kill();
                drill.bench.host.faults().fail(new Failure(call, errno, false));
                open(drill);
                cases++;
                assertThatCode(() -> opensWhole(drill, undisturbed))
                        .as("%s killed after %d, %s in call %d of the start", operation, crashedAfter, errno, call)
                        .doesNotThrowAnyException();
            }
        }
    }

    /** The most that a start makes after any of the crashes. */
    private static int callsOfTheStart(Operation operation, int effects) {
        int most = 0;
        for (int crashedAfter = 0; crashedAfter < effects; crashedAfter++) {
            Drill drill = new Drill(operation);
            drill.stopAfter(crashedAfter);
            drill.bench.host.kill();
            open(drill);
            most = Math.max(most, drill.bench.host.faults().calls().size());
        }
        return most;
    }

    private static void open(Drill drill) {
        try {
            drill.bench.open();
        } catch (HostException | StorageException refused) {
            // It was said; what counts is what is left.
        }
    }

    private static void opensWhole(Drill drill, Undisturbed undisturbed) {
        drill.bench.host.kill();
        LocalBackend again = drill.bench.open();
        assertThat(PoolState.of(again)).isIn(undisturbed.before(), undisturbed.after());
        PoolState.checkPromises(drill.bench.host, again);
        drill.operation.run(drill.bench, again);
        assertThat(PoolState.of(again)).isEqualTo(undisturbed.after());
        PoolState.checkPromises(drill.bench.host, again);
        drill.checkMade(again);
    }
}
