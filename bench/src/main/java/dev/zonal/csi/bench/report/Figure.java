package dev.zonal.csi.bench.report;

import dev.zonal.csi.bench.measure.Samples;
import java.util.Locale;
import java.util.Optional;

/**
 * A number with its unit.
 *
 * @param p99 beside a median
 */
public record Figure(double value, Optional<Double> p99, String unit) {
    public static Figure of(double value, String unit) {
        return new Figure(value, Optional.empty(), unit);
    }

    /** The median, and the p99 beside it. */
    public static Figure of(Samples samples) {
        return new Figure(samples.medianMillis(), Optional.of(samples.p99Millis()), "ms");
    }

    public String text() {
        return number(value) + " " + unit
                + p99.map(tail -> " (p99 " + number(tail) + ")").orElse("");
    }

    /** Three digits that say something. */
    public static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
