package dev.zonal.csi.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Rows under headings, in columns as wide as what they hold. */
public final class Table {
    private static final String GAP = "   ";
    private static final String NOTHING = "-";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();
    private String whenEmpty = "";

    private Table(List<String> headings) {
        this.headings = headings;
    }

    public static Table of(String... headings) {
        return new Table(List.of(headings));
    }

    /** Where some columns depend on what there is to show. */
    public static Table of(List<String> headings) {
        return new Table(List.copyOf(headings));
    }

    /** One object, a line for each of its properties. */
    public static Table ofProperties(Map<String, String> properties) {
        Table table = new Table(List.of());
        properties.forEach(table::row);
        return table;
    }

    /** Adds a row; a cell that is empty is shown as a dash. */
    public Table row(String... cells) {
        return row(List.of(cells));
    }

    public Table row(List<String> cells) {
        rows.add(cells.stream().map(cell -> cell.isEmpty() ? NOTHING : cell).toList());
        return this;
    }

    /** What is said instead where there is no row. */
    public Table whenEmpty(String sentence) {
        whenEmpty = sentence;
        return this;
    }

    public String render(Ansi ansi) {
        if (rows.isEmpty() && !whenEmpty.isEmpty()) {
            return whenEmpty + "\n";
        }
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        if (!headings.isEmpty()) {
            text.append(HumanReadable.styled(ansi, Style.faint, line(headings, widths, cell -> cell)))
                    .append('\n');
        }
        UnaryOperator<String> first =
                headings.isEmpty() ? cell -> HumanReadable.styled(ansi, Style.faint, cell) : cell -> cell;
        rows.forEach(row -> text.append(line(row, widths, first)).append('\n'));
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[headings.isEmpty() ? 2 : headings.size()];
        Stream.concat(Stream.of(headings), rows.stream()).forEach(cells -> {
            for (int column = 0; column < cells.size(); column++) {
                widths[column] = Math.max(widths[column], cells.get(column).length());
            }
        });
        return widths;
    }

    private static String line(List<String> cells, int[] widths, UnaryOperator<String> first) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size() - 1; column++) {
            String padded = cells.get(column)
                    + " ".repeat(widths[column] - cells.get(column).length())
                    + GAP;
            line.append(column == 0 ? first.apply(padded) : padded);
        }
        return line.append(cells.getLast()).toString();
    }
}
