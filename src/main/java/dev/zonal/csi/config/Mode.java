package dev.zonal.csi.config;

/** Which of the two halves of the driver this process is. */
public enum Mode {
    ALL,
    CONTROLLER,
    NODE;

    public boolean servesController() {
        return this != NODE;
    }

    public boolean servesNode() {
        return this != CONTROLLER;
    }
}
