package dev.zonal.csi.host.freeze;

import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.ProcessIdentity;
import dev.zonal.csi.host.Processes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What drivers that have ended left frozen, thawed by a start. */
public final class LeftFrozen {
    private static final Logger LOG = LoggerFactory.getLogger(LeftFrozen.class);

    private final Host host;
    private final Processes processes;
    private final FreezeNotes notes;

    /** Where a filesystem that is mounted nowhere is mounted for the moment of its thaw. */
    private final Path mountpoint;

    /** @param run the directory for what belongs to one run of the machine */
    public LeftFrozen(Host host, Processes processes, Path run) {
        this.host = host;
        this.processes = processes;
        this.notes = new FreezeNotes(host.files(), run);
        this.mountpoint = run.resolve("thaw");
    }

    /** Thaws all of it. What can't be thawed is said in the log, with the commands for a person. */
    public void thaw() {
        for (Path file : notes.all()) {
            try {
                Optional<FreezeNote> note = notes.read(file);
                if (hasEnded(file, note.map(FreezeNote::owner))
                        && note.map(this::isThawed).orElse(true)) {
                    notes.remove(file);
                }
            } catch (HostException failed) {
                LOG.atWarn()
                        .addKeyValue("path", file)
                        .addKeyValue("error", failed.getMessage())
                        .log("a note about a frozen filesystem can't be read or removed");
            }
        }
    }

    /** What is no whole note was cut off before its freeze, and its driver has it locked while it lives. */
    private boolean hasEnded(Path file, Optional<ProcessIdentity> owner) {
        return switch (owner.map(processes::liveness).orElse(Processes.Liveness.OUT_OF_SIGHT)) {
            case LIVES -> false;
            case ENDED -> true;
            case OUT_OF_SIGHT -> !notes.isLocked(file);
        };
    }

    private boolean isThawed(FreezeNote note) {
        if (!note.owner().boot().equals(processes.self().boot())) {
            return true;
        }
        Path device = note.device().path();
        try {
            boolean same = host.loops()
                    .find(device)
                    .map(LoopDevice::backing)
                    .filter(note.device().backing()::equals)
                    .isPresent();
            if (same && thaw(device, note.filesystem())) {
                LOG.atWarn()
                        .addKeyValue("device", device)
                        .addKeyValue("mountpoint", note.mountpoint())
                        .log("thawed a filesystem that a driver which ended had left frozen");
            }
            return true;
        } catch (HostException failed) {
            LOG.atError()
                    .addKeyValue("device", device)
                    .addKeyValue("error", failed.getMessage())
                    .addKeyValue("command", command(note))
                    .log("a filesystem that a driver which ended left frozen can't be thawed; its writers wait until"
                            + " somebody runs the command");
            return false;
        }
    }

    /** @return whether it was frozen */
    private boolean thaw(Path device, String filesystem) {
        takeAway();
        Optional<Mount> visible = visible(device);
        if (visible.isPresent()) {
            return host.filesystems().thaw(visible.get().target());
        }
        // A freeze keeps the filesystem alive though nothing shows it here, as after a lazy unmount, or where it is
        // mounted in another mount namespace alone.
        if (!host.filesystems().isInUse(device)) {
            return false;
        }
        host.files().createDirectories(mountpoint);
        host.mounts().mount(device, mountpoint, filesystem, options(filesystem));
        try {
            return host.filesystems().thaw(mountpoint);
        } finally {
            takeAway();
        }
    }

    /** Also what a start that was cut off has left. */
    private void takeAway() {
        if (host.mounts().at(mountpoint).isPresent()) {
            host.mounts().unmount(mountpoint);
        }
        if (host.files().status(mountpoint).isPresent()) {
            host.files().deleteDirectory(mountpoint);
        }
    }

    /** The whole filesystem: a part of it that is bound somewhere may be a file. */
    private Optional<Mount> visible(Path device) {
        return host.mounts().showing(device).stream()
                .filter(mount -> mount.root().equals("/"))
                .filter(mount -> host.mounts().at(mount.target()).equals(Optional.of(mount)))
                .findFirst();
    }

    private static List<String> options(String filesystem) {
        return filesystem.equals("xfs") ? List.of("nouuid") : List.of();
    }

    private String command(FreezeNote note) {
        Path device = note.device().path();
        return visible(device)
                .map(mount -> "fsfreeze --unfreeze '" + mount.target() + "'")
                .orElseGet(() -> {
                    String options = String.join(",", options(note.filesystem()));
                    return "mount -t " + note.filesystem() + (options.isEmpty() ? "" : " -o " + options) + " " + device
                            + " /mnt && fsfreeze --unfreeze /mnt && umount /mnt";
                });
    }
}
