package dev.zonal.csi.driver.crash;

/** How far an object has come. It goes one way only, because no name is used twice. */
enum Life {
    CREATING,
    THERE,
    DELETING,
    GONE
}
