package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskAttachment;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.model.StorageException;
import java.util.Optional;

/** The instances of the cloud as nodes: which run, and how many disks each takes. */
final class Instances {
    private final CloudParts parts;

    Instances(CloudParts parts) {
        this.parts = parts;
    }

    /** @throws StorageException.NotFound where none of that name runs */
    Instance required(String node) {
        InstanceId id = named(node);
        return parts.index()
                .instance(id)
                .or(() -> {
                    refresh();
                    return parts.index().instance(id);
                })
                .orElseThrow(() -> new StorageException.NotFound("node_id: the cloud has no instance '" + node + "'"));
    }

    void refresh() {
        parts.index().sawInstances(CloudRefusals.changing(parts.cloud()::instances));
    }

    private static InstanceId named(String node) {
        try {
            return new InstanceId(node);
        } catch (CloudException noName) {
            throw new StorageException.NotFound("node_id: " + noName.getMessage());
        }
    }

    static boolean isOn(DiskAttachment attachment, Instance instance) {
        return attachment.instance().equals(instance.id())
                && attachment.launch().equals(instance.launch());
    }

    static Optional<DiskAttachment> on(Disk disk, Instance instance) {
        return disk.attachments().stream()
                .filter(attachment -> isOn(attachment, instance))
                .findFirst();
    }

    /** Whether the instance that has the disk is there no more, though another one may have its name. */
    boolean isGone(DiskAttachment attachment) {
        return parts.index().instances().stream().noneMatch(instance -> isOn(attachment, instance));
    }

    /** @throws StorageException.ResourceExhausted where it has as many disks as it takes */
    void requireSlot(Instance instance, Disk disk) {
        if (free(instance, disk) <= 0) {
            // What is known may be old.
            refresh();
            CloudRefusals.changing(parts::refreshDisks);
            if (free(required(instance.id().text()), disk) <= 0) {
                throw new StorageException.ResourceExhausted("instance " + instance.id() + " takes "
                        + (instance.slots() - instance.otherDevices()) + " disks, and has as many; detach one first");
            }
        }
    }

    private long free(Instance instance, Disk disk) {
        long taken = parts.index()
                .disks()
                .filter(other ->
                        !other.id().equals(disk.id()) && on(other, instance).isPresent())
                .count();
        return instance.slots() - instance.otherDevices() - taken;
    }
}
