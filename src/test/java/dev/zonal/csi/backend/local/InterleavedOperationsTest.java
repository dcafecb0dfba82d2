package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.host.PowerCut;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two operations at once. One runs from begin to end in the midst of another, after each effect of that, and then the
 * other is stopped after each of its further effects; or both are stopped in their midst. What was answered is there;
 * what was not is there whole, or not at all.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
class InterleavedOperationsTest {
    private static final Set<Operation> CREATE = EnumSet.of(
            Operation.CREATE_BLANK,
            Operation.CREATE_THICK,
            Operation.CREATE_FROM_SNAPSHOT,
            Operation.CREATE_FROM_VOLUME_IN_USE,
            Operation.CREATE_SNAPSHOT);

    private static int cases;

    private final SplittableRandom random = new SplittableRandom(Survivors.SEED);

    @AfterAll
    static void say() {
        System.out.println("crashes in interleaved operations: " + cases + " cases, " + Survivors.seed());
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
        Stream<Arguments> onOwnFilesystem = Stream.of(
                Arguments.of(Operation.CREATE_BLANK_ON_OWN_FILESYSTEM, Operation.CREATE_FROM_SNAPSHOT),
                Arguments.of(Operation.CREATE_FROM_SNAPSHOT_ON_OWN_FILESYSTEM, Operation.CREATE_SNAPSHOT),
                Arguments.of(Operation.CREATE_SNAPSHOT_ON_OWN_FILESYSTEM, Operation.CREATE_BLANK));
        return Stream.of(makers, others, onOwnFilesystem).flatMap(pairs -> pairs);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void together(Operation slow, Operation quick) {
        int effects = effects(slow, slow);
        PoolState both = inTurn(slow, quick, true);
        PoolState quickAlone = inTurn(slow, quick, false);
        for (int visit = 1; visit <= effects; visit++) {
            for (int stop = visit; stop <= effects; stop++) {
                int unsynced =
                        stopped(slow, quick, visit, stop).bench.host.unsynced().size();
                for (BitSet kept : Survivors.three(unsynced, random)) {
                    check(stopped(slow, quick, visit, stop), quick, kept, both, List.of(quickAlone, both))
                            .as("%s cut after %d effects, %s whole after %d, kept %s", slow, stop, quick, visit, kept)
                            .doesNotThrowAnyException();
                }
            }
        }
    }

    /** Every pair of steps at which the two are stopped, and one choice of what is left of them. */
    @ParameterizedTest
    @MethodSource("pairs")
    void bothHalfDone(Operation slow, Operation quick) {
        PoolState both = inTurn(slow, quick, true);
        Drill alone = new Drill(slow);
        alone.run();
        List<PoolState> allowed = List.of(alone.before, PoolState.of(alone.backend), inTurn(slow, quick, false), both);
        int effectsOfSlow = effects(slow, slow);
        int effectsOfQuick = effects(slow, quick);
        for (int visit = 1; visit <= effectsOfSlow; visit++) {
            for (int stop = 1; stop <= effectsOfQuick; stop++) {
                Drill drill = new Drill(slow);
                int visited = visit;
                int stopped = stop;
                drill.bench.host.faults().visitAfter(visit, visitor(drill, drill.backend, quick), stop);
                assertThatThrownBy(drill::run).isInstanceOf(PowerCut.class);
                BitSet kept = Survivors.drawn(drill.bench.host.unsynced().size(), random);
                check(drill, quick, kept, both, allowed)
                        .as("%s cut after %d effects, %s after %d, kept %s", slow, visited, quick, stopped, kept)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static PoolState inTurn(Operation slow, Operation quick, boolean withSlow) {
        Drill drill = new Drill(slow);
        visitor(drill, drill.backend, quick).run();
        if (withSlow) {
            drill.run();
        }
        return PoolState.of(drill.backend);
    }

    private static Runnable visitor(Drill drill, LocalBackend backend, Operation quick) {
        return () -> {
            drill.bench.madeName = "other";
            try {
                quick.run(drill.bench, backend);
            } finally {
                drill.bench.madeName = "new";
            }
        };
    }

    /** How many effects an operation has, where things are as another one finds them. */
    private static int effects(Operation prepared, Operation operation) {
        Drill drill = new Drill(prepared);
        operation.run(drill.bench, drill.backend);
        return drill.bench.host.faults().effects().size();
    }

    private static Drill stopped(Operation slow, Operation quick, int visit, int stop) {
        Drill drill = new Drill(slow);
        drill.bench.host.faults().cutAfter(stop);
        drill.bench.host.faults().visitAfter(visit, visitor(drill, drill.backend, quick));
        assertThatThrownBy(drill::run).isInstanceOf(PowerCut.class);
        return drill;
    }

    private static AbstractThrowableAssert<?, ?> check(
            Drill drill, Operation quick, BitSet kept, PoolState both, List<PoolState> allowed) {
        cases++;
        return assertThatCode(() -> {
            drill.bench.host.cutPower(kept);
            LocalBackend again = drill.bench.open();
            assertThat(PoolState.of(again)).isIn(allowed);
            PoolState.checkPromises(drill.bench.host, again);
            drill.operation.run(drill.bench, again);
            visitor(drill, again, quick).run();
            assertThat(PoolState.of(again)).isEqualTo(both);
            PoolState.checkPromises(drill.bench.host, again);
        });
    }
}
