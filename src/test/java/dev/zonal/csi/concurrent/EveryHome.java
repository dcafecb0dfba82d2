package dev.zonal.csi.concurrent;

import dev.zonal.csi.model.HomeId;

/** Fault domains for tests: every home is one, and adds nothing to what failed. */
public enum EveryHome implements FaultDomains {
    ALONE;

    @Override
    public boolean has(HomeId home) {
        return true;
    }

    @Override
    public RuntimeException explained(HomeId home, RuntimeException failure) {
        return failure;
    }
}
