package dev.zonal.csi.cloud;

import java.time.Instant;

/**
 * A running machine. One that is gone is not listed; another one may bear its name later.
 *
 * @param launch tells it from every other one of that name
 * @param slots how many devices it takes, disks and others together
 * @param otherDevices how many of the slots are taken by what is no disk; this may change while it runs
 */
public record Instance(
        InstanceId id, String launch, String zone, String type, int slots, int otherDevices, Instant launched) {}
