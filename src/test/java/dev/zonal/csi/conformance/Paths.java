package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import java.util.stream.Stream;

/** The paths of a node's requests. */
final class Paths {
    static final String RELATIVE = "some/path";
    static final String CROOKED = "/kubelet/../kubelet/pod-0";

    private static final String PODS = SimulatedDriver.PODS + "/";

    private Paths() {}

    /** Where kubelet has something published for a pod. */
    static String ofPod(String pod) {
        return PODS + pod;
    }

    /** Whether what stands there without a mount was made by a driver. */
    static boolean isOfPod(String path) {
        return path.startsWith(PODS);
    }

    /** Absolute, and without a step back. */
    static boolean arePlain(String... paths) {
        return Stream.of(paths).allMatch(path -> path.startsWith("/") && !path.contains(".."));
    }
}
