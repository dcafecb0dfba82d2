package dev.zonal.csi.driver.crash;

/** How far a volume has come on the node. */
enum Use {
    NOWHERE,
    /** The controller has taken it there; only where it does such a thing. */
    ATTACHED,
    STAGED,
    PUBLISHED
}
