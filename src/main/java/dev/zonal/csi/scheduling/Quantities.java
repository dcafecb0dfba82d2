package dev.zonal.csi.scheduling;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Quantities as Kubernetes writes them: {@code 500m}, {@code 2}, {@code 1.5Gi}, {@code 1e3}. */
final class Quantities {
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("n", new BigDecimal("1e-9")),
            Map.entry("u", new BigDecimal("1e-6")),
            Map.entry("m", new BigDecimal("1e-3")),
            Map.entry("", BigDecimal.ONE),
            Map.entry("k", new BigDecimal("1e3")),
            Map.entry("M", new BigDecimal("1e6")),
            Map.entry("G", new BigDecimal("1e9")),
            Map.entry("T", new BigDecimal("1e12")),
            Map.entry("P", new BigDecimal("1e15")),
            Map.entry("E", new BigDecimal("1e18")),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

    private Quantities() {}

    /** Empty for what is none. */
    static Optional<BigDecimal> parse(String text) {
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        BigDecimal unit = UNITS.get(text.substring(end));
        try {
            return unit == null ? Optional.empty() : Optional.of(new BigDecimal(text.substring(0, end)).multiply(unit));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
