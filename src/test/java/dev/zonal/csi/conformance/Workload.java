package dev.zonal.csi.conformance;

/** What a pod sees of a volume. */
final class Workload {
    private Workload() {}

    static ModelVolume volumeAt(State state, String path) {
        return state.volume(state.spot(path).orElseThrow().volume()).orElseThrow();
    }
}
