package dev.zonal.csi;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.simulator.CallWatch;
import dev.zonal.csi.metrics.CloudMetrics;
import java.util.Optional;

/** Counts the calls of a simulated cloud and the faults that they meet. */
record CountedCalls(CloudMetrics metrics) implements CallWatch {
    @Override
    public void ended(ApiCall call, Optional<Kind> failure) {
        metrics.called(call.word(), failure.map(Kind::word).orElse("ok"));
    }

    @Override
    public void struck(ApiCall call, FaultEffect effect) {
        metrics.struck(call.word(), effect.word());
    }
}
