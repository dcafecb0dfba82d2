package dev.zonal.csi.cloud.simulator;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.model.ByteSize;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Disks as block devices of this machine: loop devices over their images, and for each instance a folder with a link from
 * the serial to the device.
 */
final class DiskDevices {
    private final Host host;
    private final CloudFolder folder;

    /** What is known to be linked, so that nothing is asked of the kernel again and again. */
    private final Set<Path> linked = new HashSet<>();

    DiskDevices(Host host, CloudFolder folder) {
        this.host = host;
        this.folder = folder;
    }

    /** Makes sure that the instance finds the disk. */
    void show(DiskRecord disk, AttachmentRecord attachment) {
        Path link = folder.link(attachment.instance(), disk.serial());
        if (linked.contains(link)) {
            return;
        }
        LoopDevice device = host.loops().attach(folder.diskImage(disk.id()), attachment.readOnly());
        host.files().createDirectories(requireNonNull(link.getParent()));
        removeLink(link);
        host.files().createSymbolicLink(link, device.path());
        linked.add(link);
    }

    boolean isShown(DiskRecord disk, AttachmentRecord attachment) {
        return linked.contains(folder.link(attachment.instance(), disk.serial()));
    }

    /** Whether a filesystem on the device is mounted. */
    boolean isInUse(DiskRecord disk, AttachmentRecord attachment) {
        return device(disk, attachment.readOnly())
                .filter(device -> host.filesystems().isInUse(device.path()))
                .isPresent();
    }

    /**
     * Makes sure that the instance does not find the disk any more, and that no device is left without an instance.
     *
     * @param keepLink whether the link stays, leading to whatever has that number next
     */
    void hide(DiskRecord disk, AttachmentRecord attachment, boolean keepLink) {
        Path link = folder.link(attachment.instance(), disk.serial());
        linked.remove(link);
        boolean otherUses = disk.attachments().stream()
                .anyMatch(other -> !other.equals(attachment) && other.readOnly() == attachment.readOnly());
        if (!otherUses) {
            device(disk, attachment.readOnly()).ifPresent(host.loops()::detach);
        }
        if (!keepLink) {
            removeLink(link);
        }
    }

    private void removeLink(Path link) {
        if (host.files().status(link).isPresent()) {
            host.files().deleteFile(link);
        }
    }

    /** What was written to its devices is in the image. */
    void flush(DiskRecord disk) {
        devices(disk).forEach(device -> host.filesystems().flush(device.path()));
    }

    /** Makes the image as large as the disk has become. */
    void growImage(DiskRecord disk, ByteSize size) {
        Path image = folder.diskImage(disk.id());
        long length = host.files().status(image).map(FileStatus::sizeBytes).orElse(size.bytes());
        if (length < size.bytes()) {
            host.files().resize(image, size);
            host.files().sync(image);
        }
    }

    /** Makes its devices as large as the image is. */
    void refreshSize(DiskRecord disk) {
        devices(disk).forEach(host.loops()::refreshSize);
    }

    private List<LoopDevice> devices(DiskRecord disk) {
        return Stream.of(false, true)
                .flatMap(readOnly -> device(disk, readOnly).stream())
                .toList();
    }

    private Optional<LoopDevice> device(DiskRecord disk, boolean readOnly) {
        Optional<FileIdentity> image =
                host.files().status(folder.diskImage(disk.id())).map(FileStatus::identity);
        return image.flatMap(identity -> host.loops().find(identity, readOnly));
    }
}
