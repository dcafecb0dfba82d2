package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.AttachedDevice;
import dev.zonal.csi.cloud.AttachedDevices;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The disks of an instance of a simulated cloud on this machine: found by the link that bears the serial, and only where the
 * device says so itself. What a real disk has its serial for, the name of its image is here.
 */
public final class GuestDevices implements AttachedDevices {
    private final Path root;
    private final Path links;
    private final Host host;

    /** @param root where the cloud keeps everything */
    public GuestDevices(Host host, Path root, InstanceId instance) {
        this.host = host;
        this.root = root;
        this.links = CloudFolder.links(root, instance.text());
    }

    @Override
    public Optional<AttachedDevice> of(String serial) {
        Path link = links.resolve(serial);
        try {
            Path device = host.files().resolved(link);
            return host.loops()
                    .behind(device)
                    .filter(file -> !file.leaving() && serial.equals(serialOf(file)))
                    .map(file -> new AttachedDevice(device, file.readOnly()));
        } catch (HostException notThere) {
            return Optional.empty();
        }
    }

    private static String serialOf(LoopFile file) {
        Path disk = file.file().getParent();
        return disk == null ? "" : DiskRecord.serial(String.valueOf(disk.getFileName()));
    }

    @Override
    public boolean keeps(Path path) {
        return path.startsWith(root);
    }
}
