package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import java.util.List;

/** One step: what is done to the driver, and what the model says of it. Holds all that it needs, to be done again. */
interface Command {
    /** Its name in tables: that of the RPC, where it is one. */
    default String label() {
        return getClass().getSimpleName();
    }

    Reply run(SimulatedDriver driver);

    /** All that it may lead to, in that state. */
    List<Outcome> outcomes(State state);

    /** What it can leave behind when it is cut short, besides nothing and everything. */
    default List<State> remains(State state) {
        return List.of();
    }

    /** Whether it makes sense in that state; where not, it is left out. */
    default boolean applies(State state) {
        return true;
    }
}
