package dev.zonal.csi.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.metrics.MetricsPage;
import dev.zonal.csi.metrics.RuntimeMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Alerts and dashboard speak of metrics that the driver exposes: a name that nobody has is a panel without data for ever. */
final class ChartMetricsTest {
    private static final Path CHART = Path.of("deploy", "charts", "zonal");
    private static final Path DASHBOARD = CHART.resolve("dashboards").resolve("zonal.json");
    private static final Path ALERTS = CHART.resolve("templates").resolve("prometheusrule.yaml");
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "zonal", "csi", "metrics");

    /** What Prometheus adds by itself. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    private static final Pattern NAME = Pattern.compile("\\b(?:(?:zonal|jvm|process)_[a-z_]+|up\\b)");
    private static final Pattern OWN_NAME = Pattern.compile("\"(zonal_[a-z_]+)\"");

    @Test
    void everyNameInTheDashboardIsExposed() throws IOException {
        JsonNode dashboard = dashboard();
        Stream<String> expressions = Stream.concat(
                dashboard.findValuesAsString("expr").stream(),
                dashboard.get("templating").findValues("query").stream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue));

        Set<String> used = names(expressions);

        assertThat(used).hasSizeGreaterThan(12);
        assertThat(exposed()).containsAll(used);
    }

    @Test
    void everyNameInTheAlertsIsExposed() throws IOException {
        Set<String> used = names(Files.readAllLines(ALERTS).stream().filter(line -> line.contains("expr: ")));

        assertThat(used).hasSizeGreaterThan(5).contains("up");
        assertThat(exposed()).containsAll(used);
    }

    @Test
    void noTwoAlertsHaveOneName() throws IOException {
        assertThat(Files.readAllLines(ALERTS).stream().filter(line -> line.contains("- alert: ")))
                .doesNotHaveDuplicates();
    }

    @Test
    void panelsDoNotOverlap() throws IOException {
        Set<String> taken = new TreeSet<>();
        for (JsonNode panel : dashboard().get("panels")) {
            JsonNode place = panel.get("gridPos");
            int left = place.get("x").intValue();
            int top = place.get("y").intValue();
            for (int x = left; x < left + place.get("w").intValue(); x++) {
                for (int y = top; y < top + place.get("h").intValue(); y++) {
                    assertThat(taken.add(x + " " + y))
                            .as(panel.get("title").stringValue())
                            .isTrue();
                    assertThat(x).isLessThan(24);
                }
            }
        }
    }

    private static JsonNode dashboard() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(DASHBOARD));
    }

    private static Set<String> names(Stream<String> expressions) {
        Set<String> names = new TreeSet<>();
        expressions
                .map(expression -> expression.replaceAll("\"[^\"]*\"", ""))
                .forEach(expression -> NAME.matcher(expression)
                        .results()
                        .map(MatchResult::group)
                        .forEach(names::add));
        return names;
    }

    /** The names that the classes of the metrics register, and those that the library gives to a process. */
    private static Set<String> exposed() throws IOException {
        Set<String> names = new TreeSet<>(OF_PROMETHEUS);
        try (Stream<Path> sources = Files.list(SOURCES)) {
            sources.map(ChartMetricsTest::text)
                    .flatMap(source -> OWN_NAME.matcher(source).results())
                    .map(found -> found.group(1))
                    .forEach(name -> {
                        names.add(name);
                        names.add(name + "_bucket");
                    });
        }
        PrometheusRegistry registry = new PrometheusRegistry();
        RuntimeMetrics.register(registry, "1");
        MetricsPage.of(registry)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[ {]", -1)[0])
                .forEach(names::add);
        return names;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
