package dev.zonal.csi.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The mounts of the host, as this process's mount namespace shows them. The kernel's table is the only truth. */
public interface Mounts {
    /**
     * mount(2) of a block device. Options are words as mount(8) takes them; those that the kernel knows as flags
     * ({@code ro}, {@code noatime}, {@code nosuid}, …) become flags, the rest goes to the filesystem as data.
     */
    void mount(Path device, Path target, String filesystem, List<String> options);

    /** Shows the source, a directory or a device node, at the target too; read-only there where asked. */
    void bind(Path source, Path target, boolean readOnly);

    /** Takes the topmost mount at the target away (umount2(2), UMOUNT_NOFOLLOW). EINVAL where nothing is mounted. */
    void unmount(Path target);

    /**
     * The same, whoever uses what is mounted there (MNT_DETACH): the path is free at once, and the filesystem goes with
     * its last user. For what lies on a disk that fails.
     */
    void unmountLazily(Path target);

    /** The topmost mount whose target is exactly that path, or empty where the path is no mount's target. */
    Optional<Mount> at(Path target);

    /** Every mount that shows the block device: its filesystem, or its node bound somewhere. */
    List<Mount> showing(Path device);

    /** Whether a mount made below the path reaches other mount namespaces (shared propagation). */
    boolean isShared(Path path);
}
