package dev.zonal.csi.backend.local.volume;

import dev.zonal.csi.backend.local.content.Layout;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.LoopDevices;
import dev.zonal.csi.host.LoopFile;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Loop devices found by the id of the volume that they show, from the kernel's tables alone: no disk of a pool is asked, so that what is
 * published can be taken away when the disk is dead, when its pool could not be opened, and when the image is gone.
 *
 * <p>A volume is known by the names at the end of its image's path, {@code volumes/<id>/disk.img} (or {@code
 * tmp/<id>.<nonce>/disk.img}): the id is of 128 bits
 * and names its pool, and those names are the same in every mount namespace and wherever the pool is mounted. A copy of
 * a pool has them too, and lies on another filesystem. Which numbers to look at is remembered; what stands behind them
 * is asked each time.
 */
public final class AttachedVolumes {
    private static final String DELETED = " (deleted)";

    private final LoopDevices loops;
    private final ConcurrentMap<VolumeId, Set<Path>> remembered = new ConcurrentHashMap<>();
    private final ConcurrentMap<HomeId, Long> filesystems = new ConcurrentHashMap<>();
    private volatile boolean complete;

    public AttachedVolumes(LoopDevices loops) {
        this.loops = loops;
    }

    /**
     * From now on what lies on another filesystem is not taken for that home's.
     *
     * @param filesystem its device number (st_dev)
     */
    public void opened(HomeId home, long filesystem) {
        filesystems.put(home, filesystem);
    }

    void attached(VolumeId id, LoopDevice device) {
        remember(id, device.path());
    }

    /** Over the volume's image, also where that was removed; the writable one first, none that is on its way out. */
    public List<Path> devices(VolumeId id) {
        return of(id).stream().map(LoopFile::device).toList();
    }

    /** The one of that kind over the image as it stands in the pool, on a filesystem that is alive. */
    public Optional<Path> device(VolumeId id, boolean readOnly) {
        return of(id).stream()
                .filter(loop -> loop.readOnly() == readOnly
                        && isPresent(id, loop)
                        && loop.filesystem().isPresent())
                .map(LoopFile::device)
                .findFirst();
    }

    /** The volume that the device shows, or showed until its image was removed. */
    public Optional<VolumeId> on(Path device) {
        return loops.behind(device).flatMap(this::volumeOn);
    }

    /** Leaves one whose image was removed: it is the last that holds what was in there, and a person may want that. */
    public void detach(VolumeId id) {
        of(id).stream().filter(loop -> isPresent(id, loop)).forEach(loops::detach);
        remembered.computeIfPresent(id, (_, devices) -> {
            devices.removeIf(device -> on(device).filter(id::equals).isEmpty());
            return devices.isEmpty() ? null : devices;
        });
    }

    private static boolean isPresent(VolumeId id, LoopFile loop) {
        return loop.file().endsWith(Path.of(Layout.VOLUMES, id.value(), Layout.IMAGE));
    }

    private List<LoopFile> of(VolumeId id) {
        learn();
        return remembered.getOrDefault(id, Set.of()).stream()
                .flatMap(device -> loops.behind(device).stream())
                .filter(loop ->
                        !loop.leaving() && volumeOn(loop).filter(id::equals).isPresent())
                .sorted(Comparator.comparing(LoopFile::readOnly).thenComparingInt(LoopFile::number))
                .toList();
    }

    /** Once: from then on devices come and go through this object. */
    private void learn() {
        if (!complete) {
            loops.files().forEach(loop -> volumeOn(loop).ifPresent(id -> remember(id, loop.device())));
            complete = true;
        }
    }

    private void remember(VolumeId id, Path device) {
        remembered.computeIfAbsent(id, _ -> ConcurrentHashMap.newKeySet()).add(device);
    }

    private Optional<VolumeId> volumeOn(LoopFile loop) {
        return named(loop.file()).filter(id -> isInItsPool(id, loop));
    }

    /** A filesystem that has shut itself down does not say who it is, nor does a pool that is not open: then the id has to do. */
    private boolean isInItsPool(VolumeId id, LoopFile loop) {
        long found = loop.filesystem().orElse(0);
        return loop.filesystem().isEmpty() || filesystems.getOrDefault(id.home(), found) == found;
    }

    /**
     * The volume whose image has that path, or had: a deletion moves it to {@code tmp/<id>.<nonce>} before it removes it.
     */
    private static Optional<VolumeId> named(Path file) {
        if (file.getNameCount() < 3 || !isImage(file.getFileName().toString())) {
            return Optional.empty();
        }
        String folder = file.getName(file.getNameCount() - 3).toString();
        String name = file.getName(file.getNameCount() - 2).toString();
        int dot = name.indexOf('.');
        if (folder.equals(Layout.SCRATCH) && dot > 0) {
            return VolumeId.parse(name.substring(0, dot));
        }
        return folder.equals(Layout.VOLUMES) ? VolumeId.parse(name) : Optional.empty();
    }

    private static boolean isImage(String name) {
        return name.equals(Layout.IMAGE) || name.equals(Layout.IMAGE + DELETED);
    }
}
