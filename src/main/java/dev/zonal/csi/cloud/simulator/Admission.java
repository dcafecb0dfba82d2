package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.FaultEffect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the planned faults make of a call.
 *
 * @param struck what those faults were
 * @param latency how long it takes before anything else
 * @param fate of the object that it makes
 * @param before what its caller is told instead of its being done
 * @param after what its caller is told when it has been done
 */
record Admission(
        List<FaultEffect> struck,
        Duration latency,
        Fate fate,
        Optional<CloudException> before,
        Optional<CloudException> after) {}
