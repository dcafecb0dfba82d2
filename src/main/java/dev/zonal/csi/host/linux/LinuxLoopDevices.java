package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopBacking;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.LoopDevices;
import dev.zonal.csi.host.LoopFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop devices of this host, by system calls (loop(4)).
 *
 * <p>A table remembers which device stands over which file, so that a look-up costs the same with one device or a
 * thousand. The table is only a hint where to look: what it says is held against the kernel before it is answered.
 * Filled once from the whole host, it then follows this object's own attaches; what another program attaches later over
 * one of our files is not found.
 */
final class LinuxLoopDevices implements LoopDevices {
    /**
     * The sector size from the first attach on. Without it XFS gives 512 over a plain file and 4096 over one that was
     * ever reflinked, and a filesystem made before the first snapshot would not mount after it.
     */
    private static final int SECTOR_BYTES = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(LinuxLoopDevices.class);
    private static final Path CONTROL = Path.of("/dev/loop-control");
    private static final int ATTEMPTS = 200;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Map<Key, LoopDevice> table = new ConcurrentHashMap<>();

    /** Callers of this process take turns at the free number; only other processes are raced. */
    private final ReentrantLock attaching = new ReentrantLock();

    private record Key(FileIdentity backing, boolean readOnly) {
        static Key of(LoopDevice device) {
            return new Key(device.backing(), device.readOnly());
        }
    }

    LinuxLoopDevices() {
        scan().forEach((device, status) -> {
            if (status.whole() && !status.dying()) {
                remember(device);
            } else if (status.whole()) {
                // One on its way out is remembered too, so that an attach revives it, but never instead of one that
                // stays.
                table.putIfAbsent(Key.of(device), device);
            }
        });
    }

    @Override
    public LoopDevice attach(Path file, boolean readOnly) {
        int mode = readOnly ? OpenFlags.READ_ONLY : OpenFlags.READ_WRITE;
        attaching.lock();
        try (Descriptor open = Descriptor.open(file, mode)) {
            FileIdentity backing = open.status().identity();
            Optional<LoopDevice> present = existing(backing, readOnly);
            // One that was there before may be as long as the file was then.
            present.ifPresent(this::refreshSize);
            LoopDevice device = present.isPresent() ? present.get() : attachNew(open, backing, readOnly);
            remember(device);
            return device;
        } finally {
            attaching.unlock();
        }
    }

    /** The device over the file already, also one that was on its way out: two over one file would corrupt it. */
    private Optional<LoopDevice> existing(FileIdentity backing, boolean readOnly) {
        return remembered(backing, readOnly)
                .filter(known -> onDevice(known, (device, status) -> !status.dying() || LoopStatus.revive(device)));
    }

    private static LoopDevice attachNew(Descriptor file, FileIdentity backing, boolean readOnly) {
        try (Descriptor control = Descriptor.open(CONTROL, OpenFlags.READ_WRITE)) {
            for (int attempt = 1; ; attempt++) {
                int number = (int) control.ioctl(Ioctl.LOOP_CTL_GET_FREE, 0);
                try (Descriptor device = LoopNodes.open(number, OpenFlags.READ_WRITE)) {
                    LoopStatus.configure(device, file, readOnly, SECTOR_BYTES);
                    return new LoopDevice(number, backing, readOnly);
                } catch (HostException taken) {
                    // Another process was faster, or something (udev) still looks at the device's last content.
                    if (!taken.is(Errno.EBUSY) || attempt == ATTEMPTS) {
                        throw taken;
                    }
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @Override
    public Optional<LoopDevice> find(FileIdentity backing, boolean readOnly) {
        return remembered(backing, readOnly).filter(known -> onDevice(known, (device, status) -> !status.dying()));
    }

    @Override
    public Optional<LoopDevice> find(Path device) {
        OptionalInt number = LoopNodes.number(device);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        try (Descriptor open = LoopNodes.open(number.getAsInt(), OpenFlags.READ_ONLY)) {
            return LoopStatus.of(open)
                    .map(status -> new LoopDevice(number.getAsInt(), status.backing(), status.readOnly()));
        } catch (HostException gone) {
            if (gone.is(Errno.ENXIO) || gone.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw gone;
        }
    }

    @Override
    public void detach(LoopDevice device) {
        boolean remembered = device.equals(table.get(Key.of(device)));
        try {
            // While the descriptor is open the device can't be cleared and taken by somebody else in between: the
            // kernel waits for the last user, and one of them is this.
            boolean stays = onDevice(
                    device,
                    (open, _) -> LoopStatus.clear(open) && LoopStatus.of(open).isPresent());
            if (!stays) {
                forget(device);
            }
        } catch (HostException unreadable) {
            if (!remembered) {
                throw unreadable;
            }
            // The kernel asks the backing file's filesystem who it is, and a dead filesystem can't say. What this
            // object attached itself can still be taken away; else the volume could never be unstaged.
            clearUnseen(device);
        }
    }

    private void clearUnseen(LoopDevice device) {
        try (Descriptor open = LoopNodes.open(device.number(), OpenFlags.READ_ONLY)) {
            LoopStatus.clear(open);
        }
        forget(device);
    }

    @Override
    public void detach(LoopFile file) {
        // While the descriptor is open nobody else's file comes behind the device: see above.
        try (Descriptor open = LoopNodes.open(file.number(), OpenFlags.READ_ONLY)) {
            if (LoopNodes.backingFile(file.number()).filter(file.file()::equals).isPresent()) {
                LoopStatus.clear(open);
            }
        } catch (HostException gone) {
            if (!gone.is(Errno.ENXIO) && !gone.is(Errno.ENODEV)) {
                throw gone;
            }
        }
    }

    @Override
    public Optional<LoopFile> behind(Path device) {
        OptionalInt number = LoopNodes.number(device);
        return number.isPresent() ? behind(number.getAsInt()) : Optional.empty();
    }

    private static Optional<LoopFile> behind(int number) {
        return LoopNodes.backingFile(number)
                .map(file -> status(number)
                        .map(status -> new LoopFile(
                                number,
                                file,
                                status.readOnly(),
                                status.dying(),
                                OptionalLong.of(status.backing().device())))
                        .orElseGet(() -> new LoopFile(
                                number,
                                file,
                                LoopNodes.isReadOnly(number),
                                LoopNodes.isLeaving(number),
                                OptionalLong.empty())));
    }

    /** Empty where the kernel can't tell: it asks the file's filesystem, which may be dead. */
    private static Optional<LoopStatus> status(int number) {
        try (Descriptor open = LoopNodes.open(number, OpenFlags.READ_ONLY)) {
            return LoopStatus.of(open);
        } catch (HostException dead) {
            return Optional.empty();
        }
    }

    @Override
    public List<LoopFile> files() {
        return LoopNodes.inUse().stream()
                .map(LinuxLoopDevices::behind)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void refreshSize(LoopDevice device) {
        if (!onDevice(device, (open, status) -> open.ioctl(Ioctl.LOOP_SET_CAPACITY, 0) == 0)) {
            throw new HostException(
                    "refresh the size of " + device.path(), Errno.ENXIO, "the file behind it is gone or another");
        }
    }

    @Override
    public List<LoopDevice> all() {
        return List.copyOf(scan().keySet());
    }

    @Override
    public List<LoopBacking> backings() {
        return scan().entrySet().stream()
                .flatMap(entry -> LoopNodes.backingFile(entry.getKey().number())
                        .map(file -> new LoopBacking(
                                entry.getKey(), file, entry.getValue().dying()))
                        .stream())
                .toList();
    }

    private static Map<LoopDevice, LoopStatus> scan() {
        Map<LoopDevice, LoopStatus> present = new LinkedHashMap<>();
        for (int number : LoopNodes.inUse()) {
            try (Descriptor open = LoopNodes.open(number, OpenFlags.READ_ONLY)) {
                LoopStatus.of(open)
                        .ifPresent(status ->
                                present.put(new LoopDevice(number, status.backing(), status.readOnly()), status));
            } catch (HostException unreadable) {
                // A device over a dead filesystem, or one that goes this moment: no reason not to see the others.
                LOG.warn("loop device is left out number={} error=\"{}\"", number, unreadable.getMessage());
            }
        }
        return present;
    }

    /** Asks the open device, if the same file is still behind it; else forgets it, and the answer is false. */
    private boolean onDevice(LoopDevice expected, BiPredicate<Descriptor, LoopStatus> question) {
        try (Descriptor open = LoopNodes.open(expected.number(), OpenFlags.READ_ONLY)) {
            Optional<LoopStatus> status = LoopStatus.of(open).filter(found -> found.is(expected));
            if (status.isPresent()) {
                return question.test(open, status.get());
            }
        } catch (HostException gone) {
            // The whole device was removed (LOOP_CTL_REMOVE), or cleared between two calls.
            if (!gone.is(Errno.ENXIO) && !gone.is(Errno.ENODEV)) {
                throw gone;
            }
        }
        forget(expected);
        return false;
    }

    private Optional<LoopDevice> remembered(FileIdentity backing, boolean readOnly) {
        return Optional.ofNullable(table.get(new Key(backing, readOnly)));
    }

    private void remember(LoopDevice device) {
        table.put(Key.of(device), device);
    }

    private void forget(LoopDevice device) {
        table.remove(Key.of(device), device);
    }
}
