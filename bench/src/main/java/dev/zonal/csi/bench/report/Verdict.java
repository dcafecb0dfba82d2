package dev.zonal.csi.bench.report;

import java.util.Locale;

/** How a figure stands to its goal. */
public enum Verdict {
    MET,
    MISSED,
    /** There is no goal for it. */
    REPORTED,
    NOT_MEASURED;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
