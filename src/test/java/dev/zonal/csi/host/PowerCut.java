package dev.zonal.csi.host;

/** The simulated machine stopped in the midst of a call. Not an exception: no code of a driver runs after that. */
public final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;

    PowerCut(String after) {
        super("the power was cut after: " + after);
    }
}
