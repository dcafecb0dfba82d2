package dev.zonal.csi.bench.report;

import dev.zonal.csi.cli.output.Table;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** The table for a terminal. */
public final class TextTable {
    private TextTable() {}

    public static String of(List<Row> rows) {
        Table table = Table.of("WHAT", "GOAL", "MEASURED", "BESIDE", "RATIO", "VERDICT");
        rows.forEach(row -> table.row(
                row.what(),
                row.goal(),
                row.measured().map(Figure::text).orElse(row.note()),
                row.beside().map(Figure::text).orElse(""),
                row.ratio().map(Figure::number).orElse(""),
                row.verdict().word()));
        return table.render(Ansi.OFF);
    }

    static String line(Row row) {
        return "%s: %s%s%s [%s]%s"
                .formatted(
                        row.what(),
                        row.measured().map(Figure::text).orElse("-"),
                        row.beside().map(beside -> " beside " + beside.text()).orElse(""),
                        row.ratio().map(ratio -> ", " + Figure.number(ratio)).orElse(""),
                        row.verdict().word(),
                        row.note().isEmpty() ? "" : " " + row.note());
    }
}
