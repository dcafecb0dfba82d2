package dev.zonal.csi.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes a sequence that shows a disagreement as short as it can: takes out halves, quarters, and single commands, and
 * lets calls that were cut short come to their end.
 */
final class Shrinker {
    private final Supplier<Subject> subjects;

    Shrinker(Supplier<Subject> subjects) {
        this.subjects = subjects;
    }

    Disagreement shrink(Disagreement found) {
        Disagreement smallest = found;
        for (int length = Math.max(1, found.commands().size() / 2); length > 1; length /= 2) {
            smallest = withoutParts(smallest, length);
        }
        for (Disagreement before = found;
                smallest.commands().size() < before.commands().size(); ) {
            before = smallest;
            smallest = brought(withoutParts(smallest, 1));
        }
        return smallest;
    }

    /** From the end, each part of that length. */
    private Disagreement withoutParts(Disagreement found, int length) {
        Disagreement smallest = found;
        for (int from = found.commands().size() - length; from >= 0; from -= length) {
            List<Command> fewer = new ArrayList<>(smallest.commands());
            if (from + length <= fewer.size()) {
                fewer.subList(from, from + length).clear();
                smallest = Session.replay(fewer, subjects).orElse(smallest);
            }
        }
        return smallest;
    }

    /** To their end, all calls for which that makes no difference. */
    private Disagreement brought(Disagreement found) {
        Disagreement simplest = found;
        for (int i = 0; i < simplest.commands().size(); i++) {
            if (simplest.commands().get(i) instanceof CutShort(Command call, var _, var _)) {
                List<Command> plainer = new ArrayList<>(simplest.commands());
                plainer.set(i, call);
                simplest = Session.replay(plainer, subjects).orElse(simplest);
            }
        }
        return simplest;
    }
}
