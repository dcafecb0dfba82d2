package dev.zonal.csi.bench.measure;

import java.util.List;
import java.util.stream.IntStream;

/** What was measured beside something else, pair by pair, and how much of it that was. */
public final class Ratios {
    private final List<Double> sorted;

    private Ratios(List<Double> sorted) {
        this.sorted = sorted;
    }

    /** @param beside as many as were measured */
    public static Ratios of(List<Double> measured, List<Double> beside) {
        return new Ratios(IntStream.range(0, measured.size())
                .mapToObj(pair -> measured.get(pair) / beside.get(pair))
                .sorted()
                .toList());
    }

    /**
     * The geometric mean of the middle half: nearly as steady as that of all, a stall in one of a pair does not move it,
     * and it would be the inverse if both sides were exchanged.
     */
    public double middle() {
        return Math.exp(sorted.subList(at(0.25), at(0.75)).stream()
                .mapToDouble(Math::log)
                .average()
                .orElse(Double.NaN));
    }

    /** What a quarter of the pairs is below. */
    public double lowerQuartile() {
        return sorted.get(at(0.25));
    }

    /** What a quarter of the pairs is above. */
    public double upperQuartile() {
        return sorted.get(at(0.75) - 1);
    }

    private int at(double share) {
        return (int) Math.round(share * sorted.size());
    }
}
