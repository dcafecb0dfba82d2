package dev.zonal.csi.bench.report;

import java.util.List;

/**
 * Lines over one axis.
 *
 * @param name of its file
 * @param logarithmic whether both axes are
 */
public record Plot(String name, String title, String across, String up, boolean logarithmic, List<Line> lines) {
    public record Line(String name, List<Point> points) {}

    public record Point(double x, double y) {}
}
