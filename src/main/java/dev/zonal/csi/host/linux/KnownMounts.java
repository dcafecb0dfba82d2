package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which mounts show a device, without reading the whole table, whose every line costs the kernel 2 µs. The kernel is
 * asked each time which mounts there are. What one of them shows never changes, and its unique id is never used again,
 * so that is asked about once; where it stands, and with which options, is asked anew before it is answered.
 *
 * <p>One question at a time, so that nobody's list of what there is is older than what is known.
 */
final class KnownMounts {
    private static final long[] NONE = {};

    private final Map<Long, MountInfo.Entry> known = new HashMap<>();

    /** The ids of what is known, by all that a device may be known by: see {@link MountInfo.Entry#shows}. */
    private final Map<Object, Set<Long>> showing = new HashMap<>();

    private long[] before = NONE;

    /** Empty where the kernel can't say it, or while mounts come and go: the mount table then has the answer. */
    synchronized Optional<List<Mount>> showing(Path device, long deviceNumber) {
        Optional<long[]> present = MountIds.all();
        if (present.isEmpty() || !learn(present.get())) {
            return Optional.empty();
        }
        Set<Long> ids = new TreeSet<>();
        for (Object key : List.of(deviceNumber, sourced(device.toString()), rooted("/" + device.getFileName()))) {
            ids.addAll(showing.getOrDefault(key, Set.of()));
        }
        List<Mount> mounts = new ArrayList<>();
        for (long id : ids) {
            Optional<MountInfo.Entry> entry = KernelMount.of(id);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            mounts.add(entry.get().mount());
        }
        return Optional.of(mounts);
    }

    /** Both lists ascend: one walk over them finds what came and what went. False where one that came is gone again. */
    private boolean learn(long[] present) {
        int at = 0;
        for (long id : present) {
            while (at < before.length && before[at] < id) {
                forget(before[at++]);
            }
            if (at < before.length && before[at] == id) {
                at++;
            } else if (!enter(id)) {
                before = ids();
                return false;
            }
        }
        while (at < before.length) {
            forget(before[at++]);
        }
        before = present;
        return true;
    }

    private long[] ids() {
        long[] ids = known.keySet().stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(ids);
        return ids;
    }

    private boolean enter(long id) {
        Optional<MountInfo.Entry> entry = KernelMount.of(id);
        entry.ifPresent(found -> {
            known.put(id, found);
            keys(found)
                    .forEach(key ->
                            showing.computeIfAbsent(key, _ -> new HashSet<>()).add(id));
        });
        return entry.isPresent();
    }

    private void forget(long id) {
        MountInfo.Entry gone = known.remove(id);
        if (gone != null) {
            keys(gone)
                    .forEach(key -> showing.computeIfPresent(key, (_, ids) -> {
                        ids.remove(id);
                        return ids.isEmpty() ? null : ids;
                    }));
        }
    }

    private static List<Object> keys(MountInfo.Entry entry) {
        List<Object> keys =
                new ArrayList<>(List.of(entry.device(), sourced(entry.mount().source())));
        if (entry.mount().isNode()) {
            keys.add(rooted(entry.mount().root()));
        }
        return keys;
    }

    private static String sourced(String source) {
        return "from " + source;
    }

    private static String rooted(String root) {
        return "root " + root;
    }
}
