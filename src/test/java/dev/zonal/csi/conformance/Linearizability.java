package dev.zonal.csi.conformance;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether calls that ran side by side can be put into one order that the model allows, each somewhere between its
 * beginning and its end. A search through all orders (Wing and Gong 1993) that comes to no state twice (Lowe 2017).
 */
final class Linearizability {
    private record Visited(BitSet done, State state) {}

    private final List<Recorded> calls;
    private final Set<Visited> visited = new HashSet<>();

    private Linearizability(List<Recorded> calls) {
        this.calls = calls;
    }

    /** @param history of the calls on what hangs together; what was turned away needs somebody who was in the way */
    static boolean holds(List<Recorded> history) {
        List<Recorded> effective =
                history.stream().filter(call -> !call.hadNoEffect()).toList();
        boolean excused = history.stream()
                .filter(Recorded::hadNoEffect)
                .allMatch(call -> history.stream().anyMatch(other -> !other.equals(call) && other.overlaps(call)));
        return excused && new Linearizability(effective).search(new BitSet(), State.EMPTY);
    }

    private boolean search(BitSet done, State state) {
        if (done.cardinality() == calls.size()) {
            return true;
        }
        if (!visited.add(new Visited(done, state))) {
            return false;
        }
        long firstEnd = firstEnd(done);
        for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
            Recorded call = calls.get(i);
            if (call.invoked() < firstEnd && searchAfter(call, with(done, i), state)) {
                return true;
            }
        }
        return false;
    }

    private boolean searchAfter(Recorded call, BitSet done, State state) {
        return Model.after(state, call.command(), call.reply()).stream().anyMatch(next -> search(done, next));
    }

    /** Nothing that began after it can come before it. */
    private long firstEnd(BitSet done) {
        long first = Long.MAX_VALUE;
        for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
            first = Math.min(first, calls.get(i).responded());
        }
        return first;
    }

    private static BitSet with(BitSet done, int call) {
        BitSet copy = (BitSet) done.clone();
        copy.set(call);
        return copy;
    }
}
