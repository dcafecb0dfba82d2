package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.FaultEffect;
import java.util.Optional;

/** Told of what passes through the gate of a simulated cloud (an observer); it must not wait. */
public interface CallWatch {
    /** A watch that looks away. */
    CallWatch NONE = new CallWatch() {
        @Override
        public void ended(ApiCall call, Optional<Kind> failure) {}

        @Override
        public void struck(ApiCall call, FaultEffect effect) {}
    };

    /** @param failure empty where the call was answered */
    void ended(ApiCall call, Optional<Kind> failure);

    /** A planned fault has met a call. */
    void struck(ApiCall call, FaultEffect effect);
}
