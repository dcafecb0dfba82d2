package dev.zonal.csi.backend.local;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Which of the effects that were not synced a power cut leaves: every choice, up to a bound, beyond which some are drawn.
 * {@code -Dcrash.seed} draws others, and {@code -Dcrash.drawn} more.
 */
public final class Survivors {
    public static final long SEED = Long.getLong("crash.seed", 1);
    private static final int EXHAUSTIVE_UP_TO = 6;
    private static final int DRAWN = Integer.getInteger("crash.drawn", 24);

    private Survivors() {}

    /** For the line with the number of cases: how to draw the same again. */
    public static String seed() {
        return "-Dcrash.seed=" + SEED;
    }

    public static Set<BitSet> of(int unsynced) {
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
        SplittableRandom random = new SplittableRandom(SEED + unsynced);
        for (int i = 0; i < DRAWN; i++) {
            choices.add(drawn(unsynced, random));
        }
        return choices;
    }

    /** None, all, and one that is drawn. */
    static Set<BitSet> three(int unsynced, RandomGenerator random) {
        Set<BitSet> choices = new LinkedHashSet<>();
        choices.add(none());
        choices.add(range(0, unsynced));
        choices.add(drawn(unsynced, random));
        return choices;
    }

    public static BitSet drawn(int unsynced, RandomGenerator random) {
        BitSet drawn = new BitSet();
        for (int bit = 0; bit < unsynced; bit++) {
            drawn.set(bit, random.nextBoolean());
        }
        return drawn;
    }

    /** None, all, each alone, and all but each. */
    public static Set<BitSet> few(int unsynced) {
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

    public static BitSet none() {
        return new BitSet();
    }

    private static BitSet range(int from, int to) {
        BitSet set = new BitSet();
        set.set(from, to);
        return set;
    }
}
