package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The programs that make, check and grow filesystems: their command lines and what their exit codes mean. */
record FilesystemTools(Commands commands) {
    /** Far above what any of them takes, so that only a device which hangs is given up. */
    private static final Duration MAKE_TIMEOUT = Duration.ofMinutes(10);

    private static final Duration CHECK_TIMEOUT = Duration.ofMinutes(60);

    /** e2fsck(8): 0 is "no errors", 1 "errors corrected"; all above asks for a person. */
    private static final int CORRECTED = 1;

    void make(Path device, FilesystemType type, List<String> options) {
        List<String> command = new ArrayList<>(
                switch (type) {
                    case EXT4 -> List.of("mkfs.ext4", "-F", "-q", "-b", "4096", "-m", "0");
                    case XFS -> List.of("mkfs.xfs", "-f", "-q", "-K");
                    case BTRFS -> List.of("mkfs.btrfs", "-f", "-q", "-K");
                });
        command.addAll(type == FilesystemType.EXT4 ? withExtended(options) : options);
        command.add(device.toString());
        Commands.Result result = commands.run(MAKE_TIMEOUT, command);
        if (result.exitCode() != 0) {
            throw failure(command, Errno.EIO, result);
        }
    }

    /**
     * Of several {@code -E} mke2fs takes only the last, so the caller's join ours. Without discard a thick volume stays
     * allocated; lazily made tables keep mkfs short whatever the size.
     */
    private static List<String> withExtended(List<String> options) {
        List<String> extended = new ArrayList<>(List.of("nodiscard", "lazy_itable_init=1", "lazy_journal_init=1"));
        List<String> others = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (option.equals("-E") && i + 1 < options.size()) {
                i++;
                extended.add(options.get(i));
            } else if (option.startsWith("-E") && option.length() > 2) {
                extended.add(option.substring(2));
            } else {
                others.add(option);
            }
        }
        others.addFirst(String.join(",", extended));
        others.addFirst("-E");
        return others;
    }

    void checkExt4(Path device) {
        e2fsck(List.of("e2fsck", "-p", device.toString()));
    }

    /** resize2fs wants a filesystem that was just checked in full. */
    void growExt4(Path device) {
        e2fsck(List.of("e2fsck", "-f", "-p", device.toString()));
        List<String> command = List.of("resize2fs", device.toString());
        Commands.Result result = commands.run(CHECK_TIMEOUT, command);
        if (result.exitCode() != 0) {
            throw failure(command, Errno.EIO, result);
        }
    }

    private void e2fsck(List<String> command) {
        Commands.Result result = commands.run(CHECK_TIMEOUT, command);
        if (result.exitCode() > CORRECTED) {
            throw failure(command, Errno.EUCLEAN, result);
        }
    }

    private static HostException failure(List<String> command, Errno errno, Commands.Result result) {
        return new HostException(
                String.join(" ", command),
                errno,
                "exit code " + result.exitCode() + ": "
                        + result.output().strip().replace('\n', ' '));
    }
}
