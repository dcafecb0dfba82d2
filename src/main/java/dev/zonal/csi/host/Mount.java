package dev.zonal.csi.host;

import java.nio.file.Path;
import java.util.Set;

/**
 * One mount of this process's mount namespace.
 *
 * @param target where it stands
 * @param root which part of its filesystem it shows: {@code /} for the whole, {@code /loop3} for a bound device node
 * @param source what the filesystem was mounted from: {@code /dev/loop3}, {@code tmpfs}
 * @param filesystem the type's name
 * @param options options of this mount and of its filesystem together
 */
public record Mount(Path target, String root, String source, String filesystem, Set<String> options) {
    public Mount {
        options = Set.copyOf(options);
    }

    public boolean readOnly() {
        return options.contains("ro");
    }

    /** Whether it shows that block device: the filesystem on it, or its device node bound here. */
    public boolean shows(Path device) {
        return source.equals(device.toString()) || (holdsNodes() && root.equals("/" + device.getFileName()));
    }

    private boolean holdsNodes() {
        return filesystem.equals("devtmpfs") || filesystem.equals("tmpfs");
    }
}
