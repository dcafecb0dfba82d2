package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.OutputFormat;
import picocli.CommandLine.Option;

/** How the result is written. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json, yaml, or name for the ids alone (default ${DEFAULT-VALUE}).")
    private OutputFormat format;

    OutputFormat format() {
        return format;
    }
}
