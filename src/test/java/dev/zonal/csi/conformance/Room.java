package dev.zonal.csi.conformance;

import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;

/** Whether a pool has room for what is asked of it. */
final class Room {
    private Room() {}

    /** Made where there is room for certain, refused where there is none, either where the model can't know. */
    static List<Outcome> forNew(State state, String pool, long bytes, Outcome made) {
        return forMore(state, pool, bytes, made, Code.RESOURCE_EXHAUSTED);
    }

    /** The same for a volume that is there already: no other place has more room for it. */
    static List<Outcome> toGrow(State state, String pool, long bytes, Outcome grown) {
        return forMore(state, pool, bytes, grown, Code.OUT_OF_RANGE);
    }

    private static List<Outcome> forMore(State state, String pool, long bytes, Outcome made, Code refusal) {
        List<Outcome> outcomes = new ArrayList<>();
        if (bytes <= state.mostFree(pool)) {
            outcomes.add(made);
        }
        if (bytes > state.leastFree(pool)) {
            outcomes.addAll(Outcome.refused(state, refusal));
        }
        return outcomes;
    }
}
