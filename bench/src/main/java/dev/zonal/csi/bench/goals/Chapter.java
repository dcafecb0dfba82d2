package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.report.Report;

/** One row of the goals, or a few that are measured together. */
public interface Chapter {
    String name();

    /** Whether it looks at the process, starts others beside it, or reads its pool: another's driver lets nobody do that. */
    default boolean needsOurOwn() {
        return false;
    }

    void measure(Site site, Report report) throws Exception;
}
