package dev.zonal.csi.cli.doctor;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel's version: of what the driver cannot do without, mount_setattr(2) came last, with 5.12; btrfs clones
 * beside their source came with 6.7.
 */
record KernelCheck(KernelFiles kernel) implements Check {
    private static final String SUBJECT = "kernel";
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final int MOUNT_SETATTR = version(5, 12);
    private static final int BTRFS_CLONES = version(6, 7);

    @Override
    public List<Finding> findings() {
        String release = String.join("", kernel.lines("sys/kernel/osrelease"));
        Matcher matcher = VERSION.matcher(release);
        if (!matcher.matches()) {
            return List.of(Finding.problem(
                    SUBJECT,
                    "its version can't be read from /proc/sys/kernel/osrelease",
                    "run this on Linux, with /proc mounted"));
        }
        int version = version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (version < MOUNT_SETATTR) {
            return List.of(Finding.problem(
                    SUBJECT,
                    release + ", without mount_setattr, so that nothing can be published read-only",
                    "use Linux 5.12 or later"));
        }
        if (version < BTRFS_CLONES) {
            return List.of(Finding.warning(
                    SUBJECT,
                    release + ", which mounts no btrfs clone beside its source",
                    "use Linux 6.7 or later where volumes carry btrfs"));
        }
        return List.of(Finding.ok(SUBJECT, release));
    }

    private static int version(int major, int minor) {
        return major * 1000 + minor;
    }
}
