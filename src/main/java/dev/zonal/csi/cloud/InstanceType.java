package dev.zonal.csi.cloud;

import java.util.Set;

/**
 * A kind of machine.
 *
 * @param slots how many devices it takes, disks and others together
 * @param otherDevices how many of the slots network cards, GPUs and local disks take from the start
 * @param categories the disk categories that it can attach
 */
public record InstanceType(String name, int slots, int otherDevices, Set<String> categories) {
    public InstanceType {
        categories = Set.copyOf(categories);
    }
}
