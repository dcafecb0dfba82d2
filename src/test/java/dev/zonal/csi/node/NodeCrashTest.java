package dev.zonal.csi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.local.Survivors;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults.Failure;
import dev.zonal.csi.host.PowerCut;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.StorageException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each call of the node, stopped after each of its effects or failed at each of its calls to the host: the same call
 * again, by the next process, leads to where the undisturbed one did, and what failed has left nothing.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
class NodeCrashTest {
    private static int cases;

    @AfterAll
    static void say() {
        System.out.println(
                "crashes, errors and slow effects in calls of the node: " + cases + " cases, " + Survivors.seed());
    }

    private static NodeBench prepared(NodeOperation operation) {
        NodeBench bench = new NodeBench();
        operation.prepare(bench);
        bench.host.faults().clear();
        return bench;
    }

    /** How it goes when nothing stops it. */
    private record Undisturbed(int calls, int effects, NodeState before, NodeState after) {
        static Undisturbed of(NodeOperation operation) {
            try (NodeBench bench = prepared(operation)) {
                NodeState before = NodeState.of(bench);
                bench.host.faults().clear();
                operation.run(bench);
                int calls = bench.host.faults().calls().size();
                int effects = bench.host.faults().effects().size();
                return new Undisturbed(calls, effects, before, NodeState.of(bench));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDriverThatIsKilledAnywhereFinishesWhenItIsAskedAgain(NodeOperation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int k = 0; k < undisturbed.effects(); k++) {
            cases++;
            try (NodeBench bench = prepared(operation)) {
                stopAfter(k, operation, bench);

                bench.restart();
                operation.run(bench);

                assertThat(NodeState.of(bench)).as("killed after %d effects", k).isEqualTo(undisturbed.after());
            }
        }
    }

    /** With every part of what was not synced, up to a bound. */
    @ParameterizedTest
    @EnumSource
    void aNodeThatLosesItsPowerAnywhereComesToTheSameWhenItIsAskedAgain(NodeOperation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int k = 0; k < undisturbed.effects(); k++) {
            for (BitSet kept : Survivors.of(unsyncedAfter(k, operation))) {
                try (NodeBench bench = prepared(operation)) {
                    losePower(k, operation, bench, kept);

                    operation.resume(bench);
                    operation.run(bench);

                    assertThat(NodeState.of(bench))
                            .as("power cut after %d effects, kept %s", k, kept)
                            .isEqualTo(undisturbed.after());
                }
            }
        }
    }

    /** Kubelet tidies up what it remembers, though nothing of it is mounted any more. */
    @ParameterizedTest
    @MethodSource("takingAway")
    void aNodeThatLostItsPowerCanBeTidiedUp(NodeOperation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int k = 0; k < undisturbed.effects(); k++) {
            for (BitSet kept : Survivors.of(unsyncedAfter(k, operation))) {
                try (NodeBench bench = prepared(operation)) {
                    losePower(k, operation, bench, kept);

                    operation.run(bench);
                    bench.staging.unstage(bench.id("v"), NodeBench.STAGED);

                    assertThat(bench.mounts()).isEmpty();
                    assertThat(bench.loops()).isZero();
                    assertThat(NodeState.of(bench).volume())
                            .isEqualTo(undisturbed.after().volume());
                }
            }
        }
    }

    static Stream<NodeOperation> takingAway() {
        return Stream.of(NodeOperation.values()).filter(NodeOperation::takesAway);
    }

    private static void losePower(int after, NodeOperation operation, NodeBench bench, BitSet kept) {
        stopAfter(after, operation, bench);
        bench.operations.close();
        bench.host.cutPower(kept);
        bench.begin();
        cases++;
    }

    private static int unsyncedAfter(int effects, NodeOperation operation) {
        try (NodeBench bench = prepared(operation)) {
            stopAfter(effects, operation, bench);
            int unsynced = bench.host.unsynced().size();
            bench.restart();
            return unsynced;
        }
    }

    private static void stopAfter(int effects, NodeOperation operation, NodeBench bench) {
        bench.host.faults().cutAfter(effects);
        assertThatThrownBy(() -> operation.run(bench)).hasRootCauseInstanceOf(PowerCut.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsAnywhereLeavesNothingAndSucceedsWhenItIsAskedAgain(NodeOperation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int call = 0; call < undisturbed.calls(); call++) {
            for (Errno errno : List.of(Errno.EIO, Errno.ENOSPC, Errno.EBUSY, Errno.EINTR, Errno.ETIMEDOUT)) {
                cases++;
                try (NodeBench bench = prepared(operation)) {
                    bench.host.faults().fail(new Failure(call, errno, false));
                    boolean failed = fails(operation, bench);
                    String where = bench.host.faults().calls().get(call);
                    bench.host.faults().clear();

                    if (failed && operation.needsNothingStaged()) {
                        assertThat(mountsAndDevices(NodeState.of(bench)))
                                .as("%s at %s", errno, where)
                                .isEqualTo(mountsAndDevices(undisturbed.before()));
                    }
                    operation.run(bench);

                    assertThat(NodeState.of(bench)).as("%s at %s", errno, where).isEqualTo(undisturbed.after());
                }
            }
        }
    }

    /** Each call of the host in turn takes so long that the caller is gone meanwhile. */
    @ParameterizedTest
    @EnumSource
    void whatIsSlowAnywhereEndsOrLeavesNothingAndSucceedsWhenItIsAskedAgain(NodeOperation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int call = 0; call < undisturbed.calls(); call++) {
            cases++;
            try (NodeBench bench = prepared(operation)) {
                AtomicBoolean gone = new AtomicBoolean();
                bench.host.faults().during(call, () -> gone.set(true));
                boolean late = isLate(operation, bench, Deadline.of(Optional.empty(), gone::get));
                String where = bench.host.faults().calls().get(call);
                bench.host.faults().clear();

                if (late && operation.needsNothingStaged()) {
                    assertThat(mountsAndDevices(NodeState.of(bench)))
                            .as("slow at %s", where)
                            .isEqualTo(mountsAndDevices(undisturbed.before()));
                }
                operation.run(bench);

                assertThat(NodeState.of(bench)).as("slow at %s", where).isEqualTo(undisturbed.after());
            }
        }
    }

    private static boolean isLate(NodeOperation operation, NodeBench bench, Deadline deadline) {
        try {
            deadline.bind(() -> operation.run(bench));
            return false;
        } catch (StorageException.DeadlineExceeded late) {
            return true;
        }
    }

    /** A call that reports an error and has had its effect all the same. */
    @ParameterizedTest
    @EnumSource
    void whatFailsTooLateAnywhereSucceedsWhenItIsAskedAgain(NodeOperation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int call = 0; call < undisturbed.calls(); call++) {
            try (NodeBench bench = prepared(operation)) {
                bench.host.faults().fail(new Failure(call, Errno.EIO, true));
                boolean failed = fails(operation, bench);
                String where = bench.host.faults().calls().get(call);
                bench.host.faults().clear();

                operation.run(bench);

                assertThat(NodeState.of(bench))
                        .as("after %s, failed %s", where, failed)
                        .isEqualTo(undisturbed.after());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsRepeatedChangesNothing(NodeOperation operation) {
        try (NodeBench bench = prepared(operation)) {
            operation.run(bench);
            NodeState once = NodeState.of(bench);

            operation.run(bench);
            bench.restart();
            operation.run(bench);

            assertThat(NodeState.of(bench)).isEqualTo(once);
            assertThat(once.volume().contents()).isNotInstanceOf(Contents.Formatting.class);
        }
    }

    private static boolean fails(NodeOperation operation, NodeBench bench) {
        try {
            operation.run(bench);
            return false;
        } catch (RuntimeException refused) {
            return true;
        }
    }

    private static List<Object> mountsAndDevices(NodeState state) {
        return List.of(state.mounts(), state.readOnlyOfDevices(), state.paths());
    }
}
