package dev.zonal.csi.conformance;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A sequence after whose last command the driver says what the model excludes.
 *
 * @param before what could be the case before that command
 */
record Disagreement(List<Command> commands, Reply reply, Set<State> before) {
    @Override
    public String toString() {
        Command last = commands.getLast();
        return commands.stream().map(Object::toString).collect(Collectors.joining("\n  ", "\n  ", "\n"))
                + "the driver says: " + reply + "\n"
                + before.stream()
                        .map(state -> "in " + state + "\n  the model says: "
                                + last.outcomes(state).stream()
                                        .map(Outcome::code)
                                        .toList())
                        .collect(Collectors.joining("\n"));
    }
}
