package dev.zonal.csi.cli.output;

import picocli.CommandLine.Option;

/** How the result is written. */
public final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json, yaml, or name for the ids alone (default ${DEFAULT-VALUE}).")
    private Format format;

    public Format format() {
        return format;
    }

    /** For whom a result is written. */
    public enum Format {
        /** For people. */
        TABLE,
        JSON,
        YAML,
        /** The ids alone, one a line, for a shell. */
        NAME
    }
}
