package dev.zonal.csi.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Helm on the project's chart; where Helm can't be built, what needs it is skipped. */
final class Helm {
    private static final String CHART = "deploy/charts/zonal";

    private static final YAMLMapper YAML = new YAMLMapper();

    /** How a command ended, and all that it printed. */
    record Outcome(int status, String printed) {
        String succeeded() {
            assertThat(status).as(printed).isZero();
            return printed;
        }
    }

    private final String program;

    private Helm(String program) {
        this.program = program;
    }

    static Helm find() {
        Outcome found = run(List.of("sanity-tests/build", "--path", "helm"));
        assumeThat(found.status()).as("no Helm: " + found.printed().strip()).isZero();
        return new Helm(found.printed().lines().toList().getLast());
    }

    Outcome lint(String... more) {
        return run("lint", List.of("--strict"), more);
    }

    /** What would be installed as {@code zonal} in {@code zonal-system}. */
    Outcome template(String... more) {
        return run("template", List.of("--namespace", "zonal-system", "zonal"), more);
    }

    /** The objects that would be installed. */
    List<JsonNode> objects(String... more) {
        try (var documents = YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(template(more).succeeded())) {
            return documents.readAll().stream().filter(JsonNode::isObject).toList();
        }
    }

    private Outcome run(String command, List<String> arguments, String... more) {
        List<String> line = new ArrayList<>(List.of(program, command));
        line.addAll(arguments);
        line.add(CHART);
        line.addAll(List.of(more));
        return run(line);
    }

    private static Outcome run(List<String> line) {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), printed);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
