package dev.zonal.csi.host.freeze;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.host.Processes;
import dev.zonal.csi.host.Watchdogs;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps the port of the filesystems so that no freeze outlives the driver: each is noted in a file from before it begins until
 * after its thaw, and a small process of its own thaws when the driver dies.
 */
public final class NotedFreezes implements Filesystems {
    private static final Logger LOG = LoggerFactory.getLogger(NotedFreezes.class);

    /** The note goes with the thaw, so that no start thaws what somebody else freezes there later. */
    private static final String THAW = "fsfreeze --unfreeze \"$1\" && rm -f \"$2\"";

    private final Host host;
    private final Filesystems filesystems;
    private final Watchdogs watchdogs;
    private final Processes processes;
    private final FreezeNotes notes;

    private NotedFreezes(Host host, Watchdogs watchdogs, Processes processes, Path run) {
        this.host = host;
        this.filesystems = host.filesystems();
        this.watchdogs = watchdogs;
        this.processes = processes;
        this.notes = new FreezeNotes(host.files(), run);
    }

    /**
     * The same host, whose freezes are noted.
     *
     * @param run the directory for what belongs to one run of the machine
     */
    public static Host on(Host host, Watchdogs watchdogs, Processes processes, Path run) {
        return new Host(host.files(), host.loops(), host.mounts(), new NotedFreezes(host, watchdogs, processes, run));
    }

    @Override
    public Freeze freeze(Path mountpoint) {
        FreezeNotes.Standing note = notes.add(describe(mountpoint));
        try {
            // The watchdog first: a death between the two would otherwise leave the filesystem frozen until the start.
            Watchdogs.Watchdog watchdog = watchdogs.watch(List.of(
                    "sh", "-c", THAW, "thaw", mountpoint.toString(), note.file().toString()));
            try {
                return new Noted(filesystems.freeze(mountpoint), watchdog, note);
            } catch (RuntimeException | Error failed) {
                watchdog.close();
                throw failed;
            }
        } catch (RuntimeException failed) {
            forget(note);
            throw failed;
        }
    }

    private FreezeNote describe(Path mountpoint) {
        Mount mount = host.mounts()
                .at(mountpoint)
                .orElseThrow(() -> new HostException("freeze " + mountpoint, Errno.EINVAL, "nothing is mounted there"));
        LoopDevice device = mount.loopDevice()
                .flatMap(host.loops()::find)
                .orElseThrow(() -> new HostException(
                        "freeze " + mountpoint, Errno.EINVAL, mount.source() + " is no loop device with a file"));
        return new FreezeNote(processes.self(), mountpoint, device, mount.filesystem());
    }

    private static final class Noted implements Freeze {
        private final Freeze freeze;
        private final Watchdogs.Watchdog watchdog;
        private final FreezeNotes.Standing note;
        private final AtomicBoolean held = new AtomicBoolean(true);

        Noted(Freeze freeze, Watchdogs.Watchdog watchdog, FreezeNotes.Standing note) {
            this.freeze = freeze;
            this.watchdog = watchdog;
            this.note = note;
        }

        /** Until the thaw is done the watchdog and the note are still needed; where it fails, the note stays. */
        @Override
        public void close() {
            if (held.getAndSet(false)) {
                try (watchdog) {
                    freeze.close();
                }
                forget(note);
            }
        }
    }

    /** A note too many is harmless while this process lives, so nothing that was done is given up for it. */
    private static void forget(FreezeNotes.Standing note) {
        try {
            note.remove();
        } catch (HostException failed) {
            LOG.warn("a note about a freeze stays path={} error=\"{}\"", note.file(), failed.getMessage());
        }
    }

    /** The journal of an XFS that has grown is brought home by a freeze, which is over at once. */
    @Override
    public void growMounted(Path mountpoint, Path device, FilesystemType type) {
        filesystems.growMounted(mountpoint, device, type);
        if (filesystems.hasGrowthInJournal(mountpoint, device)) {
            freeze(mountpoint).close();
        }
    }

    @Override
    public boolean hasGrowthInJournal(Path mountpoint, Path device) {
        return filesystems.hasGrowthInJournal(mountpoint, device);
    }

    @Override
    public boolean thaw(Path mountpoint) {
        return filesystems.thaw(mountpoint);
    }

    @Override
    public boolean isInUse(Path device) {
        return filesystems.isInUse(device);
    }

    @Override
    public ProbeResult probe(Path device) {
        return filesystems.probe(device);
    }

    @Override
    public String fingerprint(Path device) {
        return filesystems.fingerprint(device);
    }

    @Override
    public void format(Path device, FilesystemType type, List<String> options) {
        filesystems.format(device, type, options);
    }

    @Override
    public void check(Path device, FilesystemType type) {
        filesystems.check(device, type);
    }

    @Override
    public void growUnmounted(Path device, FilesystemType type) {
        filesystems.growUnmounted(device, type);
    }

    @Override
    public void sync(Path mountpoint) {
        filesystems.sync(mountpoint);
    }

    @Override
    public void flush(Path device) {
        filesystems.flush(device);
    }

    @Override
    public ByteSize deviceSize(Path device) {
        return filesystems.deviceSize(device);
    }
}
