package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which mounts show a device, without reading the whole table, whose every line costs the kernel 2 µs. The kernel is
 * asked each time which mounts there are. What one of them shows never changes, and its unique id is never used again,
 * so that is asked about once; where it stands, and with which options, is asked anew before it is answered.
 */
final class KnownMounts {
    private static final int FORGOTTEN_AT_ONCE = 1024;

    private final Map<Long, MountInfo.Entry> known = new ConcurrentHashMap<>();

    /** Empty where the kernel can't say it, or while mounts come and go: the mount table then has the answer. */
    Optional<List<Mount>> showing(Path device, long deviceNumber) {
        Optional<long[]> ids = MountIds.all();
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        List<Mount> showing = new ArrayList<>();
        for (long id : ids.get()) {
            Optional<MountInfo.Entry> entry = known(id);
            if (entry.filter(one -> one.shows(device, deviceNumber)).isPresent()) {
                entry = KernelMount.of(id);
                entry.map(MountInfo.Entry::mount).ifPresent(showing::add);
            }
            if (entry.isEmpty()) {
                return Optional.empty();
            }
        }
        forgetGone(ids.get());
        return Optional.of(showing);
    }

    private Optional<MountInfo.Entry> known(long id) {
        Optional<MountInfo.Entry> entry = Optional.ofNullable(known.get(id));
        if (entry.isPresent()) {
            return entry;
        }
        Optional<MountInfo.Entry> fresh = KernelMount.of(id);
        fresh.ifPresent(found -> known.put(id, found));
        return fresh;
    }

    private void forgetGone(long[] present) {
        if (known.size() > present.length + FORGOTTEN_AT_ONCE) {
            known.keySet().removeIf(id -> Arrays.binarySearch(present, id) < 0);
        }
    }
}
