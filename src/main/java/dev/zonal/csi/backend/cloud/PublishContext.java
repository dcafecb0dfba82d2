package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.model.StorageException;
import java.util.Map;

/** What a node has to know of a disk that has come to it (CSI, publish_context). */
public record PublishContext(DiskId disk, String serial) {
    private static final String DISK = "disk";
    private static final String SERIAL = "serial";

    static Map<String, String> of(Disk disk) {
        return Map.of(DISK, disk.id().text(), SERIAL, disk.serial());
    }

    /** @throws StorageException.InvalidArgument where it is not what a controller of this backend says */
    public static PublishContext parse(Map<String, String> context) {
        String serial = context.getOrDefault(SERIAL, "");
        if (serial.isEmpty() || serial.contains("/")) {
            throw new StorageException.InvalidArgument("publish_context: '" + SERIAL + "' is missing, or no serial");
        }
        try {
            return new PublishContext(new DiskId(context.getOrDefault(DISK, "")), serial);
        } catch (CloudException noId) {
            throw new StorageException.InvalidArgument("publish_context: " + DISK + ": " + noId.getMessage());
        }
    }
}
