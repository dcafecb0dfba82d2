package dev.zonal.csi.cli.output;

import picocli.CommandLine.Option;

/** How the result is written. */
public final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json, yaml, or name for the ids alone (default ${DEFAULT-VALUE}).")
    private OutputFormat format;

    public OutputFormat format() {
        return format;
    }
}
