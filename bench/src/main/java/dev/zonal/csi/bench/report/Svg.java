package dev.zonal.csi.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws a plot. It is read on white and on black, so nothing in it is either. */
public final class Svg {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 150;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final List<String> COLOURS =
            List.of("#3b82c4", "#d9822b", "#3d9970", "#c2506e", "#8265b8", "#8a7a3c", "#5f8a99", "#b07aa1");

    private Svg() {}

    public static String of(Plot plot) {
        Axis across = Axis.over(points(plot).map(Plot.Point::x).toList(), plot.logarithmic());
        Axis up = Axis.over(points(plot).map(Plot.Point::y).toList(), plot.logarithmic());
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#808080\">\n");
        svg.append(text(LEFT, 20, "start", 14, plot.title()));
        svg.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", 12, plot.across()));
        svg.append(text(LEFT, TOP - 8, "end", 12, plot.up()));
        for (double tick : across.ticks()) {
            double x = x(across, tick);
            svg.append(line(x, TOP, x, HEIGHT - BOTTOM));
            svg.append(text(x, HEIGHT - BOTTOM + 16, "middle", 11, label(tick)));
        }
        for (double tick : up.ticks()) {
            double y = y(up, tick);
            svg.append(line(LEFT, y, WIDTH - RIGHT, y));
            svg.append(text(LEFT - 6, y + 4, "end", 11, label(tick)));
        }
        for (int index = 0; index < plot.lines().size(); index++) {
            curve(svg, plot.lines().get(index), COLOURS.get(index % COLOURS.size()), index, across, up);
        }
        return svg.append("</svg>\n").toString();
    }

    private static Stream<Plot.Point> points(Plot plot) {
        return plot.lines().stream().flatMap(line -> line.points().stream());
    }

    private static void curve(StringBuilder svg, Plot.Line line, String colour, int index, Axis across, Axis up) {
        String points = line.points().stream()
                .map(point -> number(x(across, point.x())) + "," + number(y(up, point.y())))
                .collect(Collectors.joining(" "));
        svg.append(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>\n".formatted(colour, points));
        double y = TOP + 8 + 18.0 * index;
        svg.append("<rect x=\"%s\" y=\"%s\" width=\"12\" height=\"4\" fill=\"%s\"/>\n"
                .formatted(number(WIDTH - RIGHT + 10.0), number(y - 4), colour));
        svg.append(text(WIDTH - RIGHT + 28.0, y, "start", 11, line.name()));
    }

    private static double x(Axis across, double value) {
        return LEFT + across.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(Axis up, double value) {
        return HEIGHT - BOTTOM - up.place(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String line(double fromX, double fromY, double toX, double toY) {
        return "<path d=\"M%s %sL%s %s\" stroke=\"#808080\" stroke-opacity=\"0.25\"/>\n"
                .formatted(number(fromX), number(fromY), number(toX), number(toY));
    }

    private static String text(double x, double y, String anchor, int size, String words) {
        return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" font-size=\"%d\">%s</text>\n"
                .formatted(
                        number(x),
                        number(y),
                        anchor,
                        size,
                        words.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String label(double value) {
        return value >= 1000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
    }
}
