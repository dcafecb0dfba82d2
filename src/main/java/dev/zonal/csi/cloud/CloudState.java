package dev.zonal.csi.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that is in a simulated cloud at one moment, as it really is: no read is stale in it, and no zone left out.
 *
 * @param now the cloud's time
 * @param ahead how far that is ahead of the machine's
 * @param operations what was accepted and is not done yet
 */
public record CloudState(
        Instant now,
        Duration ahead,
        CloudOffer offer,
        List<Instance> instances,
        List<Disk> disks,
        List<DiskSnapshot> snapshots,
        List<PlannedFault> faults,
        List<CloudOperation> operations) {
    public CloudState {
        instances = List.copyOf(instances);
        disks = List.copyOf(disks);
        snapshots = List.copyOf(snapshots);
        faults = List.copyOf(faults);
        operations = List.copyOf(operations);
    }
}
