package dev.zonal.csi.cluster.capacity;

import dev.zonal.csi.model.Provisioning;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;

/**
 * What volumes of a StorageClass take their room from: all classes that name the same have the same room on each node, so
 * nodes are labelled for it once.
 */
record Space(String pool, Provisioning provisioning) {
    /** The label of nodes for it. A pool's name is what a label's name may be; the rest is in the prefix. */
    String label(String driver) {
        return prefix(driver, provisioning) + pool;
    }

    /** What such a label is for; empty for every other label. */
    static Optional<Space> ofLabel(String driver, String label) {
        return EnumSet.allOf(Provisioning.class).stream()
                .filter(way -> label.startsWith(prefix(driver, way)))
                .map(way -> new Space(label.substring(prefix(driver, way).length()), way))
                .findFirst();
    }

    private static String prefix(String driver, Provisioning provisioning) {
        return provisioning.name().toLowerCase(Locale.ROOT) + ".capacity." + driver.toLowerCase(Locale.ROOT) + "/";
    }
}
