package dev.zonal.csi.cli.output;

/** For whom a result is written. */
public enum OutputFormat {
    /** For people. */
    TABLE,
    JSON,
    YAML,
    /** The ids alone, one a line, for a shell. */
    NAME
}
