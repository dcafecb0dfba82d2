package dev.zonal.csi.backend;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a backend may offer beside making, listing and removing volumes; the driver's capabilities follow from it. */
public enum Feature {
    /** Snapshots, and volumes made from them. */
    SNAPSHOTS,

    /** Volumes made from other volumes. */
    CLONES,

    /** Volumes that are made larger. */
    EXPANSION,

    /** Volumes that come to a node, and leave it, by the controller: {@link NodeAttachments}. */
    ATTACHMENT,

    /** Volumes whose disk is exchanged for a better or a cheaper one while they are used: {@link ModifiableVolumes}. */
    MODIFICATION;

    /** What the pools of nodes offer. */
    public static final Set<Feature> OF_POOLS = Collections.unmodifiableSet(EnumSet.of(SNAPSHOTS, CLONES, EXPANSION));
}
