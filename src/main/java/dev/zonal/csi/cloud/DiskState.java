package dev.zonal.csi.cloud;

import java.util.Locale;

/** Where a disk is in its life. */
public enum DiskState {
    /** It was accepted and can't be used yet. */
    CREATING,
    /** It is there, and on no instance. */
    AVAILABLE,
    /** At least one instance has it, or is getting or losing it. */
    IN_USE,
    /** It is going, and soon not found any more. */
    DELETING,
    /** It was accepted, and could not be made; it can only be deleted. */
    FAILED;

    /** As it is written for people. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
