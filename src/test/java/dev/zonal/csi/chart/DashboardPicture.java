package dev.zonal.csi.chart;

import dev.zonal.csi.chart.Scrapes.Series;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Draws a dashboard's panels where its JSON places them. It is read on white and on black, so nothing in it is either. */
final class DashboardPicture {
    private static final int COLUMN = 44;
    private static final int ROW = 24;
    private static final int LINE = 14;
    private static final int MOST_LINES = 6;
    private static final List<String> COLOURS =
            List.of("#3b82c4", "#d9822b", "#3d9970", "#c2506e", "#8265b8", "#8a7a3c");

    private final StringBuilder svg = new StringBuilder();
    private final Map<String, List<Series>> data;

    private DashboardPicture(Map<String, List<Series>> data) {
        this.data = data;
    }

    static String of(JsonNode dashboard, Map<String, List<Series>> data) {
        DashboardPicture picture = new DashboardPicture(data);
        int bottom = 0;
        for (JsonNode panel : dashboard.get("panels")) {
            picture.panel(panel);
            JsonNode place = panel.get("gridPos");
            bottom = Math.max(bottom, place.get("y").intValue() + place.get("h").intValue());
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#808080\">%n%s</svg>%n"
                .formatted(24 * COLUMN, bottom * ROW, picture.svg);
    }

    private void panel(JsonNode panel) {
        JsonNode place = panel.get("gridPos");
        Box box = new Box(
                place.get("x").intValue() * COLUMN + 4.0,
                place.get("y").intValue() * ROW + 4.0,
                place.get("w").intValue() * COLUMN - 8.0,
                place.get("h").intValue() * ROW - 8.0);
        String title = panel.get("title").stringValue();
        String type = panel.get("type").stringValue();
        if (type.equals("row")) {
            text(box.x(), box.y() + 13, 14, title);
            return;
        }
        svg.append(
                "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"3\" fill=\"none\" stroke=\"#808080\" stroke-opacity=\"0.35\"/>%n"
                        .formatted(number(box.x()), number(box.y()), number(box.width()), number(box.height())));
        text(box.x() + 8, box.y() + 16, 12, title);
        Box inside = new Box(box.x() + 8, box.y() + 26, box.width() - 16, box.height() - 32);
        String unit = panel.at("/fieldConfig/defaults/unit").stringValue();
        List<Series> all = data.getOrDefault(title, List.of());
        List<Series> shown = all.stream().limit(MOST_LINES).toList();
        if (shown.isEmpty()) {
            text(inside.x(), inside.y() + 20, 11, "no data");
            return;
        }
        switch (type) {
            case "stat" ->
                text(inside.x() + 4, inside.y() + 38, 30, value(shown.getFirst().last(), unit));
            case "bargauge" -> bars(inside, shown, unit);
            case "state-timeline" -> states(inside, shown);
            default -> lines(inside, shown, unit);
        }
    }

    private record Box(double x, double y, double width, double height) {}

    private void bars(Box box, List<Series> shown, String unit) {
        for (int at = 0; at < shown.size(); at++) {
            Series series = shown.get(at);
            double y = box.y() + at * 34;
            text(box.x(), y + 10, 11, series.name() + "   " + value(series.last(), unit));
            bar(box.x(), y + 14, box.width(), "#808080", 0.15);
            bar(box.x(), y + 14, box.width() * Math.clamp(series.last(), 0, 1), colour(series.last()), 0.9);
        }
    }

    private static String colour(double share) {
        return share >= 0.9 ? "#c2506e" : share >= 0.75 ? "#d9822b" : "#3d9970";
    }

    private void states(Box box, List<Series> shown) {
        for (int at = 0; at < shown.size(); at++) {
            double y = box.y() + at * 34;
            List<Double> values = shown.get(at).values();
            text(box.x(), y + 10, 11, shown.get(at).name());
            for (int moment = 0; moment < values.size(); moment++) {
                double width = box.width() / values.size();
                bar(box.x() + moment * width, y + 14, width + 0.5, values.get(moment) > 0 ? "#c2506e" : "#3d9970", 0.9);
            }
        }
    }

    private void bar(double x, double y, double width, String colour, double opacity) {
        svg.append("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"12\" fill=\"%s\" fill-opacity=\"%s\"/>%n"
                .formatted(number(x), number(y), number(width), colour, opacity));
    }

    private void lines(Box box, List<Series> shown, String unit) {
        double legend = LINE * Math.ceil(shown.size() / 2.0) + 4;
        double height = box.height() - legend;
        double most = shown.stream()
                .flatMapToDouble(series -> series.values().stream().mapToDouble(Double::doubleValue))
                .max()
                .orElse(0);
        double top = most <= 0 ? 1 : most * 1.1;
        for (double share : new double[] {0, 0.5, 1}) {
            double y = box.y() + height * (1 - share);
            svg.append("<path d=\"M%s %sH%s\" stroke=\"#808080\" stroke-opacity=\"0.2\"/>%n"
                    .formatted(number(box.x() + 52), number(y), number(box.x() + box.width())));
            text(box.x(), y + 4, 10, value(top * share, unit));
        }
        for (int at = 0; at < shown.size(); at++) {
            List<Double> values = shown.get(at).values();
            String points = IntStream.range(0, values.size())
                    .mapToObj(moment ->
                            number(box.x() + 52 + (box.width() - 52) * moment / Math.max(1, values.size() - 1)) + ","
                                    + number(box.y() + height * (1 - values.get(moment) / top)))
                    .collect(Collectors.joining(" "));
            String colour = COLOURS.get(at % COLOURS.size());
            svg.append("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>%n"
                    .formatted(colour, points));
            double x = box.x() + at % 2 * box.width() / 2;
            double y = box.y() + height + LINE * (at / 2 + 1) + 2;
            svg.append("<rect x=\"%s\" y=\"%s\" width=\"10\" height=\"3\" fill=\"%s\"/>%n"
                    .formatted(number(x), number(y - 4), colour));
            text(x + 14, y, 10, shown.get(at).name());
        }
    }

    private void text(double x, double y, int size, String words) {
        svg.append("<text x=\"%s\" y=\"%s\" font-size=\"%d\">%s</text>%n"
                .formatted(
                        number(x), number(y), size, words.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private static String value(double value, String unit) {
        return switch (unit) {
            case "bytes" -> scaled(value, 1024, "B", "KiB", "MiB", "GiB", "TiB");
            case "percentunit" -> number(value * 100) + " %";
            case "s" -> value < 1 ? number(value * 1000) + " ms" : number(value) + " s";
            case "ops" -> number(value) + " /s";
            default -> value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : number(value);
        };
    }

    private static String scaled(double value, double step, String... units) {
        int unit = 0;
        double rest = value;
        while (rest >= step && unit < units.length - 1) {
            rest /= step;
            unit++;
        }
        return number(rest) + " " + units[unit];
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
