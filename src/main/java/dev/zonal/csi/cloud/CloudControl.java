package dev.zonal.csi.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happens to a simulated cloud from outside of its API: accidents, faults, and the time. None of it is throttled or
 * made to fail. No real cloud has this.
 */
public interface CloudControl {
    /** All that is there now, at one moment. */
    CloudState state();

    /** From now on that happens. */
    PlannedFault addFault(FaultPlan plan);

    /** Those that are in force, and those that are over. */
    List<PlannedFault> faults();

    /** Ends that fault, or all; NOT_FOUND where there is none of that id. */
    void clearFaults(Optional<String> id);

    /** A whole zone stops answering, or comes back. What is attached there stays attached. */
    void setZoneUp(String zone, boolean up);

    /** A zone has nothing left to sell of that disk category, of all where it is empty; or has again. */
    void setSoldOut(String zone, Optional<String> category, boolean soldOut);

    /** An instance dies. Its disks are free at once or, where the cloud is configured so, after a while. */
    void killInstance(InstanceId instance);

    /** So many slots of an instance are taken by network cards, GPUs and local disks from now on. */
    void setOtherDevices(InstanceId instance, int devices);

    /** Somebody takes a disk from all its instances, past the driver: as by a console. */
    void detachByHand(DiskId disk);

    /** So much time passes at once; the answer is what time it is then. */
    Instant advanceClock(Duration by);
}
