package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.host.PowerCut;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One operation runs from begin to end in the midst of another, after each effect of that; then the other is stopped
 * after each of its further effects. What was answered is there; the other is there whole, or not at all.
 */
@ExtendWith(QuietLogs.class)
class InterleavedOperationsTest {
    private static final Set<Operation> CREATE = EnumSet.of(
            Operation.CREATE_BLANK,
            Operation.CREATE_THICK,
            Operation.CREATE_FROM_SNAPSHOT,
            Operation.CREATE_FROM_VOLUME_IN_USE,
            Operation.CREATE_SNAPSHOT);

    private static int cases;

    @AfterAll
    static void say() {
        System.out.println("crashes in interleaved operations: " + cases + " cases");
    }

    /** Every pair that the locks of the use cases let run together. */
    static Stream<Arguments> pairs() {
        Stream<Arguments> makers = CREATE.stream().flatMap(a -> CREATE.stream().map(b -> Arguments.of(a, b)));
        Stream<Arguments> others = Stream.of(
                Arguments.of(Operation.CREATE_BLANK, Operation.DELETE_VOLUME),
                Arguments.of(Operation.DELETE_VOLUME, Operation.CREATE_FROM_SNAPSHOT),
                Arguments.of(Operation.DELETE_VOLUME, Operation.DELETE_SNAPSHOT),
                Arguments.of(Operation.DELETE_SNAPSHOT, Operation.CREATE_SNAPSHOT),
                Arguments.of(Operation.DELETE_SNAPSHOT, Operation.EXPAND),
                Arguments.of(Operation.EXPAND, Operation.CREATE_FROM_SNAPSHOT),
                Arguments.of(Operation.EXPAND, Operation.EXPAND_THICK),
                Arguments.of(Operation.EXPAND_THICK, Operation.CREATE_SNAPSHOT),
                Arguments.of(Operation.RECORD_CONTENTS, Operation.EXPAND_THICK),
                Arguments.of(Operation.CREATE_THICK, Operation.RECORD_CONTENTS));
        return Stream.concat(makers, others);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void together(Operation slow, Operation quick) {
        Drill alone = new Drill(slow);
        alone.run();
        int effects = alone.bench.host.faults().effects().size();
        PoolState both = inTurn(slow, quick, true);
        PoolState quickAlone = inTurn(slow, quick, false);
        for (int visit = 1; visit <= effects; visit++) {
            for (int stop = visit; stop <= effects; stop++) {
                for (BitSet kept : Survivors.few(1)) {
                    check(slow, quick, visit, stop, kept, both, quickAlone);
                }
            }
        }
    }

    private static PoolState inTurn(Operation slow, Operation quick, boolean withSlow) {
        Drill drill = new Drill(slow);
        visitor(drill, quick).run();
        if (withSlow) {
            drill.run();
        }
        return PoolState.of(drill.backend);
    }

    private static Runnable visitor(Drill drill, Operation quick) {
        return () -> {
            drill.bench.madeName = "other";
            quick.run(drill.bench, drill.backend);
            drill.bench.madeName = "new";
        };
    }

    private static void check(
            Operation slow, Operation quick, int visit, int stop, BitSet kept, PoolState both, PoolState quickAlone) {
        cases++;
        Drill drill = new Drill(slow);
        drill.bench.host.faults().cutAfter(stop);
        drill.bench.host.faults().visitAfter(visit, visitor(drill, quick));
        assertThatThrownBy(drill::run).isInstanceOf(PowerCut.class);
        assertThatCode(() -> {
                    drill.bench.host.cutPower(kept);
                    LocalBackend again = drill.bench.open();
                    assertThat(PoolState.of(again)).isIn(quickAlone, both);
                    PoolState.checkPromises(drill.bench.host, again);
                    slow.run(drill.bench, again);
                    assertThat(PoolState.of(again)).isEqualTo(both);
                    PoolState.checkPromises(drill.bench.host, again);
                })
                .as("%s cut after %d effects, %s whole after %d, kept %s", slow, stop, quick, visit, kept)
                .doesNotThrowAnyException();
    }
}
