package dev.zonal.csi.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a run into the page of the docs: what stands between two marks of it, and the plots. */
public record Docs(Path page, Path plots) {
    /** @param section which marks, so that runs of different kinds have their own */
    public void write(String section, Machine machine, Report report) throws IOException {
        String text = Files.readString(page);
        String begin = "<!-- " + section + " -->\n";
        String end = "<!-- end of " + section + " -->";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        if (from < begin.length() || to < from) {
            throw new IllegalStateException(page + " has no place for " + section);
        }
        Files.createDirectories(plots);
        for (Plot plot : report.plots()) {
            Files.writeString(plots.resolve(fileName(plot)), Svg.of(plot));
        }
        String body = machine.sentence() + "\n\n" + table(report.rows()) + pictures(report.plots());
        Files.writeString(page, text.substring(0, from) + body + text.substring(to));
    }

    private static String fileName(Plot plot) {
        return "performance-" + plot.name() + ".svg";
    }

    private static String table(List<Row> rows) {
        return "| what | goal | measured | beside | ratio | |\n| --- | --- | --- | --- | --- | --- |\n"
                + rows.stream().map(Docs::line).collect(Collectors.joining());
    }

    private static String line(Row row) {
        return "| %s | %s | %s | %s | %s | %s |\n"
                .formatted(
                        row.what() + (row.note().isEmpty() ? "" : " (" + row.note() + ")"),
                        row.goal(),
                        row.measured().map(Figure::text).orElse(""),
                        row.beside().map(Figure::text).orElse(""),
                        row.ratio().map(Figure::number).orElse(""),
                        row.verdict() == Verdict.MISSED
                                ? "**missed**"
                                : row.verdict().word());
    }

    private String pictures(List<Plot> all) {
        Path from = page.toAbsolutePath().getParent();
        if (from == null) {
            throw new IllegalStateException(page + " stands nowhere");
        }
        Path folder = from.relativize(plots.toAbsolutePath());
        return all.stream()
                .map(plot -> "\n![%s](%s)\n".formatted(plot.title(), folder.resolve(fileName(plot))))
                .collect(Collectors.joining());
    }
}
