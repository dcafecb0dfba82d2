package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.host.PowerCut;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each operation, stopped after each of its effects: by a power cut that keeps any part of what was not synced, or by
 * the end of the process alone. Afterwards the pool lists what it listed before or what it lists when the operation
 * has ended, every promise holds, and the same operation repeated succeeds and is durable.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
class CrashAtEveryStepTest {
    private static int cases;

    @AfterAll
    static void say() {
        System.out.println("crashes in operations: " + cases + " cases, " + Survivors.seed());
    }

    @ParameterizedTest
    @EnumSource
    void powerCut(Operation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        assertThat(undisturbed.effects()).isPositive();
        for (int k = 0; k < undisturbed.effects(); k++) {
            for (BitSet kept : Survivors.of(unsyncedAfter(operation, k))) {
                Drill drill = new Drill(operation);
                drill.stopAfter(k);
                List<String> effects = drill.bench.host.faults().effects();
                List<String> unsynced = drill.bench.host.unsynced();
                cases++;
                assertThatCode(() -> {
                            drill.bench.host.cutPower(kept);
                            recover(drill, undisturbed);
                        })
                        .as("%s cut after %s, unsynced %s, kept %s", operation, effects, unsynced, kept)
                        .doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgedIsDurable(Operation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        Drill measured = new Drill(operation);
        measured.run();
        for (BitSet kept : Survivors.of(measured.bench.host.unsynced().size())) {
            Drill drill = new Drill(operation);
            drill.run();
            List<String> unsynced = drill.bench.host.unsynced();
            drill.bench.host.cutPower(kept);
            cases++;

            LocalBackend again = drill.bench.open();

            assertThat(PoolState.of(again)).as("kept %s of %s", kept, unsynced).isEqualTo(undisturbed.after());
            PoolState.checkPromises(drill.bench.host, again);
            drill.checkMade(again);
        }
    }

    @ParameterizedTest
    @EnumSource
    void kill(Operation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int k = 0; k < undisturbed.effects(); k++) {
            Drill drill = new Drill(operation);
            drill.stopAfter(k);
            List<String> effects = drill.bench.host.faults().effects();
            cases++;
            assertThatCode(() -> {
                        drill.bench.host.kill();
                        recover(drill, undisturbed);
                    })
                    .as("%s killed after %s", operation, effects)
                    .doesNotThrowAnyException();
        }
    }

    /** The start after the crash is itself cut after each of its effects. */
    @ParameterizedTest
    @EnumSource
    void crashInRecovery(Operation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int k = 0; k < undisturbed.effects(); k++) {
            int recovering = recoveryEffects(operation, k);
            for (int j = 0; j < recovering; j++) {
                int unsynced =
                        cutInRecovery(operation, k, j).bench.host.unsynced().size();
                for (BitSet kept : Survivors.few(unsynced)) {
                    Drill drill = cutInRecovery(operation, k, j);
                    List<String> effects = drill.bench.host.faults().effects();
                    cases++;
                    assertThatCode(() -> {
                                drill.bench.host.cutPower(kept);
                                recover(drill, undisturbed);
                            })
                            .as("%s killed after %d, its recovery cut after %s, kept %s", operation, k, effects, kept)
                            .doesNotThrowAnyException();
                }
            }
        }
    }

    private static Drill cutInRecovery(Operation operation, int killedAfter, int cutAfter) {
        Drill drill = new Drill(operation);
        drill.stopAfter(killedAfter);
        drill.bench.host.kill();
        drill.bench.host.faults().cutAfter(cutAfter);
        assertThatThrownBy(drill.bench::open).isInstanceOf(PowerCut.class);
        return drill;
    }

    private static void recover(Drill drill, Undisturbed undisturbed) {
        LocalBackend again = drill.bench.open();
        assertThat(PoolState.of(again)).isIn(undisturbed.before(), undisturbed.after());
        PoolState.checkPromises(drill.bench.host, again);
        drill.checkMade(again);

        drill.operation.run(drill.bench, again);
        assertThat(PoolState.of(again)).isEqualTo(undisturbed.after());
        PoolState.checkPromises(drill.bench.host, again);

        drill.bench.host.cutPower(Survivors.none());
        LocalBackend finallyOpened = drill.bench.open();
        assertThat(PoolState.of(finallyOpened)).isEqualTo(undisturbed.after());
        PoolState.checkPromises(drill.bench.host, finallyOpened);
    }

    private static int unsyncedAfter(Operation operation, int effects) {
        Drill drill = new Drill(operation);
        drill.stopAfter(effects);
        return drill.bench.host.unsynced().size();
    }

    private static int recoveryEffects(Operation operation, int effects) {
        Drill drill = new Drill(operation);
        drill.stopAfter(effects);
        drill.bench.host.kill();
        drill.bench.open();
        return drill.bench.host.faults().effects().size();
    }
}
