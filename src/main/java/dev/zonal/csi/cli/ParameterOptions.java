package dev.zonal.csi.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a StorageClass says about its volumes. */
final class ParameterOptions {
    @Option(names = "--pool", paramLabel = "NAME", description = "The pool to live on (default: the first).")
    private Optional<String> pool = Optional.empty();

    @Option(names = "--thick", description = "Take all of its space from the pool at once.")
    private boolean thick;

    @Option(
            names = "--mkfs-options",
            paramLabel = "OPTIONS",
            description = "Words for mkfs when the volume is first used: '-m 0'.")
    private Optional<String> mkfsOptions = Optional.empty();

    @Option(
            names = "--mount-options",
            paramLabel = "OPTIONS",
            description = "Options for every mount of the volume: 'noatime,nodiratime'.")
    private Optional<String> mountOptions = Optional.empty();

    @Option(
            names = "--param",
            paramLabel = "KEY=VALUE",
            description = "Any parameter of a StorageClass; repeat it for more.")
    private Map<String, String> others = Map.of();

    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>(others);
        pool.ifPresent(name -> parameters.put("pool", name));
        mkfsOptions.ifPresent(options -> parameters.put("mkfsOptions", options));
        mountOptions.ifPresent(options -> parameters.put("mountOptions", options));
        if (thick) {
            parameters.put("provisioning", "thick");
        }
        return parameters;
    }
}
