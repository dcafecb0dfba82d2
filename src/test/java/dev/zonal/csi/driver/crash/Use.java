package dev.zonal.csi.driver.crash;

/** How far a volume has come on the node. */
enum Use {
    NOWHERE,
    STAGED,
    PUBLISHED
}
