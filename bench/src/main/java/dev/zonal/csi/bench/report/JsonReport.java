package dev.zonal.csi.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A run, for programs. */
public record JsonReport(Machine machine, List<Row> rows, List<Plot> plots) {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public static void write(Path file, Machine machine, Report report) throws IOException {
        Files.writeString(
                file, MAPPER.writeValueAsString(new JsonReport(machine, report.rows(), report.plots())) + "\n");
    }
}
