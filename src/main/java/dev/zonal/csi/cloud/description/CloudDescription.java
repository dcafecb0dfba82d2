package dev.zonal.csi.cloud.description;

import dev.zonal.csi.cloud.DiskCategory;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.InstanceType;
import dev.zonal.csi.cloud.NewInstance;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a simulated cloud is like: everything that its configuration file says.
 *
 * @param seed of all that is drawn by chance, so that a run can be repeated
 * @param regions their zones by the name of the region
 * @param faults in force from the start on
 * @param instances that run when the cloud starts for the first time
 */
public record CloudDescription(
        long seed,
        Map<String, List<String>> regions,
        Map<String, DiskCategory> categories,
        Map<String, InstanceType> instanceTypes,
        CloudLimits limits,
        RateLimits rates,
        CloudDelays delays,
        CloudHabits habits,
        List<FaultPlan> faults,
        List<NewInstance> instances) {

    /** The region of a zone, where there is such a zone. */
    public Optional<String> regionOf(String zone) {
        return regions.entrySet().stream()
                .filter(region -> region.getValue().contains(zone))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The zones of all regions. */
    public List<String> zones() {
        return regions.values().stream().flatMap(List::stream).toList();
    }
}
