package dev.zonal.csi.model;

/** When a volume's space is taken from the pool: as it is written, or all of it at once. */
public enum Provisioning {
    THIN,
    THICK
}
