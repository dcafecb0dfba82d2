package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.report.Report;

/** One row of the goals, or a few that are measured together. */
public interface Chapter {
    String name();

    void measure(Site site, Report report) throws Exception;
}
