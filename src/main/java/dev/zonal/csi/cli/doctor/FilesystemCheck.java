package dev.zonal.csi.cli.doctor;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.model.FilesystemType;
import java.util.ArrayList;
import java.util.List;

/** What each filesystem needs: the kernel's part, and the tools. */
record FilesystemCheck(KernelFiles kernel, Commands commands) implements Check {
    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (FilesystemType type : FilesystemType.values()) {
            findings.add(ofTools(type));
            if (kernel.lines("filesystems").stream()
                    .noneMatch(line -> line.strip().equals(type.word()))) {
                findings.add(Finding.warning(
                        type + " in the kernel",
                        "not loaded",
                        "modprobe " + type + ", where the kernel has it as a module"));
            }
        }
        return findings;
    }

    private Finding ofTools(FilesystemType type) {
        Tools tools = Tools.of(type);
        String subject = type + " tools";
        List<String> missing = tools.programs().stream()
                .filter(tool -> !commands.isInstalled(tool))
                .toList();
        if (missing.isEmpty()) {
            return Finding.ok(subject, String.join(", ", tools.programs()));
        }
        String found = "missing: " + String.join(", ", missing);
        String remedy = "apt-get install " + tools.debianPackage();
        return type == FilesystemType.BTRFS
                ? Finding.warning(subject, found + "; volumes can't carry btrfs", remedy)
                : type == FilesystemType.XFS
                        ? Finding.warning(subject, found + "; neither volumes nor pools can be made with xfs", remedy)
                        : Finding.problem(subject, found, remedy);
    }

    /** The programs for a filesystem, and the Debian package that brings them. */
    private record Tools(List<String> programs, String debianPackage) {
        static Tools of(FilesystemType type) {
            return switch (type) {
                case EXT4 -> new Tools(List.of("mkfs.ext4", "e2fsck", "resize2fs"), "e2fsprogs");
                case XFS -> new Tools(List.of("mkfs.xfs"), "xfsprogs");
                case BTRFS -> new Tools(List.of("mkfs.btrfs"), "btrfs-progs");
            };
        }
    }
}
