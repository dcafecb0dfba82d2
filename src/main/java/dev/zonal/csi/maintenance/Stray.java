package dev.zonal.csi.maintenance;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.ObjectId;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Something that belongs to no listed object.
 *
 * @param path where it is: a file, a directory, a device's node, the target of a mount
 * @param size what it takes on the disk, or shows
 * @param reason why it is thought to be stray
 * @param command removes it, quoted for a POSIX shell; empty where it must not go as it is
 * @param advice what to know before it goes, or what to do where there is no command
 * @param object whose lock keeps others away from it, where it stands in the place of an object
 */
public record Stray(
        Kind kind,
        Path path,
        ByteSize size,
        String reason,
        Optional<String> command,
        String advice,
        Optional<ObjectId> object) {
    /** In the order in which they can go: a mount holds a device, and that a file. */
    public enum Kind {
        MOUNT,
        DEVICE,
        /** A file, or a directory with all that it holds. */
        FILE,
        /** The directory of an object that can't be used, or is not known to the running driver. */
        OBJECT
    }

    public boolean isSameAs(Stray other) {
        return kind == other.kind && path.equals(other.path);
    }
}
