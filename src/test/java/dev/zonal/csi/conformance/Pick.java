package dev.zonal.csi.conformance;

import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Chance, always the same for the same seed. */
final class Pick {
    private final SplittableRandom random;

    Pick(long seed) {
        random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** True in so many of a hundred cases. */
    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Mostly one that is there. */
    <T> T mostly(int chance, Collection<T> present, Supplier<T> other) {
        return !present.isEmpty() && percent(chance) ? of(List.copyOf(present)) : other.get();
    }
}
