package dev.zonal.csi.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the chart makes of its values; {@code -Dzonal.chart=write} brings the files up to date, for a diff to be read. */
final class ChartIT {
    private static final Path VALUES = Path.of("src", "test", "resources", "chart");
    private static final Path MANIFESTS = Path.of("deploy", "kubernetes", "2-zonal.yaml");

    private static Helm helm;

    @BeforeAll
    static void find() {
        helm = Helm.find();
    }

    @ParameterizedTest
    @ValueSource(strings = {"everything", "node-sets"})
    void theValuesLeadToTheseObjects(String name) throws IOException {
        String values = VALUES.resolve(name + ".values.yaml").toString();

        helm.lint("--values", values).succeeded();
        String rendered = helm.template("--values", values).succeeded();

        assertThatInStep(VALUES.resolve(name + ".rendered.yaml"), rendered);
    }

    /** As it is, braces and all: the legends of its panels look like what Helm fills in. */
    @Test
    void theDashboardIsHandedOnForGrafanasSidecar() throws IOException {
        JsonNode dashboard = helm.objects(
                        "--show-only",
                        "templates/dashboard.yaml",
                        "--set",
                        "grafanaDashboard.enabled=true,grafanaDashboard.annotations.grafana_folder=Storage")
                .getFirst();

        assertThat(dashboard.at("/metadata/labels/grafana_dashboard").stringValue())
                .isEqualTo("1");
        assertThat(dashboard.at("/metadata/annotations/grafana_folder").stringValue())
                .isEqualTo("Storage");
        assertThat(dashboard.at("/data/zonal.json").stringValue().strip())
                .isEqualTo(Files.readString(Path.of("deploy", "charts", "zonal", "dashboards", "zonal.json"))
                        .strip());
    }

    @Test
    void theManifestsForThoseWithoutHelmAreTheChartsOwn() throws IOException {
        String rendered = helm.template().succeeded();

        assertThatInStep(MANIFESTS, "# Made from deploy/charts/zonal by ChartIT.\n" + rendered);
    }

    @Test
    void theChartHasTheVersionOfTheProgram() throws IOException {
        String version = group("<artifactId>zonal-csi</artifactId>\\s+<version>(.*?)</version>", "pom.xml");

        assertThat(group("(?m)^appVersion: \"(.*)\"$", "deploy/charts/zonal/Chart.yaml"))
                .isEqualTo(version);
        assertThat(group("(?m)^version: (.*)$", "deploy/charts/zonal/Chart.yaml"))
                .isEqualTo(version);
    }

    private static void assertThatInStep(Path file, String content) throws IOException {
        if ("write".equals(System.getProperty("zonal.chart"))) {
            Files.writeString(file, content);
        }
        assertThat(file)
                .as("run the build with -Dzonal.chart=write, and read the diff")
                .hasContent(content);
    }

    private static String group(String pattern, String file) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
        assertThat(matcher.find()).as(file).isTrue();
        return matcher.group(1);
    }
}
