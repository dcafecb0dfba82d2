package dev.zonal.csi.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocsTest {
    private static final Machine MACHINE = new Machine(2, "6.18", "25", "0.1", "0.2");

    @TempDir
    private Path folder;

    private Path page;
    private Docs docs;
    private final Report report = new Report();

    @BeforeEach
    void aPageWithAPlace() throws Exception {
        page = folder.resolve("performance.md");
        docs = new Docs(page, folder.resolve("images"));
        Files.writeString(page, "before\n<!-- bench -->\nold\n<!-- end of bench -->\nafter\n");
    }

    @Test
    void aRunReplacesWhatStoodBetweenItsMarks() throws Exception {
        report.row(Row.within(100, "start", "≤ 100 ms", Figure.of(50, "ms")));

        docs.write("bench", MACHINE, report);

        assertThat(Files.readString(page))
                .startsWith("before\n<!-- bench -->\n2 processors")
                .contains("| start | ≤ 100 ms | 50.0 ms |  | 0.500 | met |")
                .endsWith("<!-- end of bench -->\nafter\n")
                .doesNotContain("old");
    }

    @Test
    void whatIsMissedIsToldLoudly() throws Exception {
        report.row(Row.within(100, "start", "≤ 100 ms", Figure.of(150, "ms")));

        docs.write("bench", MACHINE, report);

        assertThat(Files.readString(page)).contains("| 1.50 | **missed** |");
    }

    @Test
    void aPlotIsDrawnAndShown() throws Exception {
        report.plot(new Plot(
                "growth",
                "Growth < 2",
                "volumes",
                "ms",
                true,
                List.of(new Plot.Line("create", List.of(new Plot.Point(10, 1), new Plot.Point(1000, 2))))));

        docs.write("bench", MACHINE, report);

        assertThat(Files.readString(page)).contains("![Growth < 2](images/performance-growth.svg)");
        assertThat(Files.readString(folder.resolve("images/performance-growth.svg")))
                .contains("Growth &lt; 2")
                .contains("<polyline")
                .endsWith("</svg>\n");
    }

    @Test
    void aPageWithoutAPlaceIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> docs.write("bench-soak", MACHINE, report))
                .withMessageContaining("no place for bench-soak");
    }
}
