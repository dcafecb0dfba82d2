package dev.zonal.csi.fleet;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.model.Provisioning;

/** What a home has room for, by the way in which it is taken. */
public record HomeCapacity(Capacity thin, Capacity thick) {
    public static final HomeCapacity NONE = new HomeCapacity(Capacity.NONE, Capacity.NONE);

    public Capacity of(Provisioning provisioning) {
        return switch (provisioning) {
            case THIN -> thin;
            case THICK -> thick;
        };
    }
}
