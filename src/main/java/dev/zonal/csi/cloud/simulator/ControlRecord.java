package dev.zonal.csi.cloud.simulator;

import java.util.List;
import java.util.Optional;

/**
 * What was done to the cloud from outside, on the disk.
 *
 * @param furnished whether the faults and instances of the description have been taken over
 * @param advancedMillis how far the clock is ahead
 * @param nextFault the number of the next fault
 */
record ControlRecord(
        boolean furnished,
        long advancedMillis,
        List<String> downZones,
        List<SoldOut> soldOut,
        int nextFault,
        List<FaultRecord> faults) {
    static final ControlRecord FRESH = new ControlRecord(false, 0, List.of(), List.of(), 1, List.of());

    /** @param category empty for all */
    record SoldOut(String zone, Optional<String> category) {}

    /** @param probability in millionths */
    record FaultRecord(
            String id,
            Optional<String> call,
            String effect,
            int probability,
            long latencyMillis,
            Optional<Integer> times,
            Optional<String> zone,
            int hits) {}

    ControlRecord taken() {
        return new ControlRecord(true, advancedMillis, downZones, soldOut, nextFault, faults);
    }

    ControlRecord advanced(long millis) {
        return new ControlRecord(furnished, advancedMillis + millis, downZones, soldOut, nextFault, faults);
    }

    ControlRecord withDownZones(List<String> zones) {
        return new ControlRecord(furnished, advancedMillis, zones, soldOut, nextFault, faults);
    }

    ControlRecord withSoldOut(List<SoldOut> all) {
        return new ControlRecord(furnished, advancedMillis, downZones, all, nextFault, faults);
    }

    ControlRecord withFaults(int next, List<FaultRecord> all) {
        return new ControlRecord(furnished, advancedMillis, downZones, soldOut, next, all);
    }
}
