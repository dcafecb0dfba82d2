package dev.zonal.csi.bench.report;

import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * From the least to the most that it has to show.
 *
 * @param logarithmic then its ends are powers of ten
 */
record Axis(double least, double most, boolean logarithmic) {
    private static final int TICKS = 5;

    /** A linear one begins at zero: nothing looks larger than it is. */
    static Axis over(List<Double> values, boolean logarithmic) {
        double most = Collections.max(values);
        if (!logarithmic) {
            return new Axis(0, ceiling(most <= 0 ? 1 : most), false);
        }
        double least =
                values.stream().filter(value -> value > 0).min(Double::compare).orElse(1.0);
        double floor = Math.floor(Math.log10(least));
        double top = Math.ceil(Math.log10(Math.max(most, least)));
        return new Axis(Math.pow(10, floor), Math.pow(10, Math.max(top, floor + 1)), true);
    }

    /** Where the value stands, from 0 to 1. */
    double place(double value) {
        if (!logarithmic) {
            return (value - least) / (most - least);
        }
        double at = Math.log10(Math.max(value, least));
        return (at - Math.log10(least)) / (Math.log10(most) - Math.log10(least));
    }

    List<Double> ticks() {
        if (!logarithmic) {
            return IntStream.rangeClosed(0, TICKS)
                    .mapToObj(tick -> most * tick / TICKS)
                    .toList();
        }
        return DoubleStream.iterate(least, value -> value <= most * 1.001, value -> value * 10)
                .boxed()
                .toList();
    }

    /** The next of 1, 2, 2.5, 5 and 10 times a power of ten. */
    private static double ceiling(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        return DoubleStream.of(1, 2, 2.5, 5, 10)
                .map(step -> step * power)
                .filter(step -> step >= value)
                .findFirst()
                .orElse(10 * power);
    }
}
