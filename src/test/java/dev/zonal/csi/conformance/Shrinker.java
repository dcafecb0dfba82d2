package dev.zonal.csi.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes a sequence that shows a disagreement as short as it can: takes out halves, quarters, and single commands. */
final class Shrinker {
    private final Supplier<Subject> subjects;

    Shrinker(Supplier<Subject> subjects) {
        this.subjects = subjects;
    }

    Disagreement shrink(Disagreement found) {
        Disagreement smallest = found;
        for (int length = Math.max(1, found.commands().size() / 2); length > 0; length /= 2) {
            smallest = withoutParts(smallest, length);
        }
        return smallest;
    }

    /** From the end, until no part of that length can be spared. */
    private Disagreement withoutParts(Disagreement found, int length) {
        Disagreement smallest = found;
        for (int from = found.commands().size() - length; from >= 0; from = Math.min(from, smallest.commands().size()) - length) {
            List<Command> fewer = new ArrayList<>(smallest.commands());
            fewer.subList(from, from + length).clear();
            Optional<Disagreement> still = Session.replay(fewer, subjects);
            if (still.isPresent()) {
                smallest = still.get();
            }
        }
        return smallest;
    }
}
