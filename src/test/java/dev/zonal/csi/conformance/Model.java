package dev.zonal.csi.conformance;

import java.util.LinkedHashSet;
import java.util.Set;

/** What can be the case after a reply, given what could be the case before. */
final class Model {
    private Model() {}

    /** Empty where no possible world explains the reply. */
    static Set<State> after(Set<State> before, Command command, Reply reply) {
        Set<State> after = new LinkedHashSet<>();
        before.forEach(state -> after.addAll(after(state, command, reply)));
        return after;
    }

    static Set<State> after(State state, Command command, Reply reply) {
        Set<State> after = new LinkedHashSet<>();
        if (reply.isOpen()) {
            after.add(state);
            after.addAll(command.remains(state));
        }
        for (Outcome outcome : command.outcomes(state)) {
            if (reply.isOpen() || outcome.explains(reply)) {
                after.add(outcome.next());
            }
        }
        return after;
    }
}
