package dev.zonal.csi.node;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/**
 * Kubelet's folder on this node.
 *
 * @param directory what {@code --kubelet-dir} names; it may lie behind symbolic links
 * @param holdsEveryTarget whether whoever calls is kubelet, so that a path outside of the folder is nobody's target
 */
public record KubeletFolder(Path directory, boolean holdsEveryTarget) {
    /** Where kubelet has a driver make the target of a filesystem, and that of a raw device. */
    private static final List<PathMatcher> TARGETS = List.of(
            matcher("pods/*/volumes/kubernetes.io~csi/*/mount"),
            matcher("plugins/kubernetes.io/csi/volumeDevices/publish/*/*"));

    private static PathMatcher matcher(String relative) {
        return FileSystems.getDefault().getPathMatcher("glob:" + relative);
    }

    /**
     * Whether a path below the folder is one that kubelet keeps for what a driver publishes: what stands there was made
     * by a driver.
     *
     * @param below the path, from the folder on
     */
    static boolean isTarget(Path below) {
        return TARGETS.stream().anyMatch(target -> target.matches(below));
    }
}
