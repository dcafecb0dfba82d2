package dev.zonal.csi.conformance;

import java.util.List;

/** A call that is made in another way; what it may lead to is the same. */
interface Wrapped extends Command {
    Command call();

    @Override
    default String label() {
        return call().label();
    }

    @Override
    default List<Outcome> outcomes(State state) {
        return call().outcomes(state);
    }

    @Override
    default List<State> remains(State state) {
        return call().remains(state);
    }
}
