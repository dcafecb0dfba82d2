package dev.zonal.csi.conformance;

import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;

/** Whether a pool has room for what is asked of it. */
final class Room {
    private Room() {}

    /** Made where there is room for certain, refused where there is none, either where the model can't know. */
    static List<Outcome> forMore(State state, String pool, long bytes, Outcome made) {
        List<Outcome> outcomes = new ArrayList<>();
        if (bytes <= state.mostFree(pool)) {
            outcomes.add(made);
        }
        if (bytes > state.leastFree(pool)) {
            outcomes.addAll(Outcome.refused(state, Code.RESOURCE_EXHAUSTED));
        }
        return outcomes;
    }
}
