package dev.zonal.csi.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Collects what is found, and tells of it at once. */
public final class Report {
    private final List<Row> rows = new ArrayList<>();
    private final List<Plot> plots = new ArrayList<>();

    public void row(Row row) {
        rows.add(row);
        System.out.println("  " + TextTable.line(row));
    }

    public void plot(Plot plot) {
        plots.add(plot);
    }

    public List<Row> rows() {
        return List.copyOf(rows);
    }

    public List<Plot> plots() {
        return List.copyOf(plots);
    }
}
