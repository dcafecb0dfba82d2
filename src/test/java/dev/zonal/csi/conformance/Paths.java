package dev.zonal.csi.conformance;

import java.util.stream.Stream;

/** The paths of a node's requests. */
final class Paths {
    static final String RELATIVE = "some/path";
    static final String CROOKED = "/kubelet/../kubelet/pod-0";

    private Paths() {}

    /** Absolute, and without a step back. */
    static boolean arePlain(String... paths) {
        return Stream.of(paths).allMatch(path -> path.startsWith("/") && !path.contains(".."));
    }
}
