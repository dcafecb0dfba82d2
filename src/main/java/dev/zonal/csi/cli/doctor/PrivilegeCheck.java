package dev.zonal.csi.cli.doctor;

import java.util.List;

/** The capabilities of this process (capabilities(7)), which the driver would have too. */
record PrivilegeCheck(KernelFiles kernel) implements Check {
    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_SYS_RESOURCE = 24;

    @Override
    public List<Finding> findings() {
        long effective = kernel.value("self/status", "CapEff:")
                .map(bits -> Long.parseUnsignedLong(bits, 16))
                .orElse(0L);
        return List.of(
                has(effective, CAP_SYS_ADMIN)
                        ? Finding.ok("CAP_SYS_ADMIN", "held")
                        : Finding.problem(
                                "CAP_SYS_ADMIN",
                                "missing: nothing can be mounted",
                                "run as root; in a container, privileged"),
                has(effective, CAP_SYS_RESOURCE)
                        ? Finding.ok("CAP_SYS_RESOURCE", "held")
                        : Finding.warning(
                                "CAP_SYS_RESOURCE",
                                "missing: a mounted ext4 can't grow (xfs and btrfs can)",
                                "give the driver this capability, or expand ext4 volumes unmounted"));
    }

    private static boolean has(long effective, int capability) {
        return (effective >> capability & 1) == 1;
    }
}
