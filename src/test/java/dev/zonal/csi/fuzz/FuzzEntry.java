package dev.zonal.csi.fuzz;

/** Where the fuzzer comes in, once for each input. */
public final class FuzzEntry {
    static final String TARGET_PROPERTY = "fuzz.target";

    private static final FuzzTarget TARGET = FuzzTargets.named(System.getProperty(TARGET_PROPERTY, ""));

    private FuzzEntry() {}

    /** The name and shape that Jazzer looks for. */
    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.read(input);
    }
}
