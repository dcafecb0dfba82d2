package dev.zonal.csi.rpc;

import dev.zonal.csi.config.Configuration.SpecVersion;
import dev.zonal.csi.v1.VolumeCondition;
import java.util.Optional;
import java.util.function.Consumer;

/** The condition of a volume, which CSI 1.12 knows and 1.13 does not any more. */
final class Conditions {
    private final boolean told;

    Conditions(SpecVersion spec) {
        told = spec == SpecVersion.V1_12;
    }

    /** Tells what is wrong with a volume, or that nothing is. */
    void tell(Optional<String> abnormal, Consumer<VolumeCondition> set) {
        if (told) {
            set.accept(VolumeCondition.newBuilder()
                    .setAbnormal(abnormal.isPresent())
                    .setMessage(abnormal.orElse("the volume is whole"))
                    .build());
        }
    }
}
