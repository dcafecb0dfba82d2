package dev.zonal.csi.backend.local;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Which of the effects that were not synced a power cut leaves: every choice, up to a bound. */
final class Survivors {
    private static final int EXHAUSTIVE_UP_TO = 6;
    private static final int DRAWN = 24;

    private Survivors() {}

    static Set<BitSet> of(int unsynced) {
        Set<BitSet> choices = new LinkedHashSet<>();
        if (unsynced <= EXHAUSTIVE_UP_TO) {
            for (long choice = 0; choice < 1L << unsynced; choice++) {
                choices.add(BitSet.valueOf(new long[] {choice}));
            }
            return choices;
        }
        for (int i = 0; i <= unsynced; i++) {
            choices.add(range(0, i));
            choices.add(range(i, unsynced));
        }
        choices.addAll(few(unsynced));
        SplittableRandom random = new SplittableRandom(unsynced);
        for (int i = 0; i < DRAWN; i++) {
            BitSet drawn = new BitSet();
            for (int bit = 0; bit < unsynced; bit++) {
                drawn.set(bit, random.nextBoolean());
            }
            choices.add(drawn);
        }
        return choices;
    }

    /** None, all, each alone, and all but each. */
    static Set<BitSet> few(int unsynced) {
        Set<BitSet> choices = new LinkedHashSet<>();
        choices.add(none());
        choices.add(range(0, unsynced));
        for (int i = 0; i < unsynced; i++) {
            choices.add(range(i, i + 1));
            BitSet allButOne = range(0, unsynced);
            allButOne.clear(i);
            choices.add(allButOne);
        }
        return choices;
    }

    static BitSet none() {
        return new BitSet();
    }

    private static BitSet range(int from, int to) {
        BitSet set = new BitSet();
        set.set(from, to);
        return set;
    }
}
