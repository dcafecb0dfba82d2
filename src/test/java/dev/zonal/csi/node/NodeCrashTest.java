package dev.zonal.csi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults.Failure;
import dev.zonal.csi.host.PowerCut;
import dev.zonal.csi.model.Contents;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each call of the node, stopped after each of its effects or failed at each of its calls to the host: the same call
 * again, by the next process, leads to where the undisturbed one did, and what failed has left nothing.
 */
@ExtendWith(QuietLogs.class)
class NodeCrashTest {
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
            try (NodeBench bench = prepared(operation)) {
                stopAfter(k, operation, bench);

                bench.restart();
                operation.run(bench);

                assertThat(NodeState.of(bench)).as("killed after %d effects", k).isEqualTo(undisturbed.after());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNodeThatLosesItsPowerAnywhereStagesWhenItIsAskedAgain(NodeOperation operation) {
        if (!operation.needsNothingStaged()) {
            return;
        }
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int k = 0; k < undisturbed.effects(); k++) {
            for (BitSet kept : List.of(new BitSet(), all())) {
                try (NodeBench bench = prepared(operation)) {
                    stopAfter(k, operation, bench);

                    bench.operations.close();
                    bench.host.cutPower(kept);
                    bench.begin();
                    operation.run(bench);

                    assertThat(NodeState.of(bench))
                            .as("power cut after %d effects", k)
                            .isEqualTo(undisturbed.after());
                }
            }
        }
    }

    private static void stopAfter(int effects, NodeOperation operation, NodeBench bench) {
        bench.host.faults().cutAfter(effects);
        assertThatThrownBy(() -> operation.run(bench)).hasRootCauseInstanceOf(PowerCut.class);
    }

    private static BitSet all() {
        BitSet all = new BitSet();
        all.set(0, 1000);
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsAnywhereLeavesNothingAndSucceedsWhenItIsAskedAgain(NodeOperation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int call = 0; call < undisturbed.calls(); call++) {
            for (Errno errno : List.of(Errno.EIO, Errno.ENOSPC, Errno.EBUSY)) {
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
