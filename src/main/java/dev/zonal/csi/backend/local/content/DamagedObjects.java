package dev.zonal.csi.backend.local.content;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What stands in a pool and can't be used, by its name. A person may move it out beside the running driver: then its name
 * is free again with the next {@link #lookAgain}.
 */
public final class DamagedObjects {
    private final FileTree files;
    private final ConcurrentMap<String, Damage> known = new ConcurrentSkipListMap<>();

    public DamagedObjects(FileTree files) {
        this.files = files;
    }

    public void put(Damage damage) {
        known.put(damage.id(), damage);
    }

    /** What is wrong with the object of that name; empty where nothing is. */
    public Optional<Damage> of(String id) {
        return Optional.ofNullable(known.get(id));
    }

    public List<Damage> all() {
        return List.copyOf(known.values());
    }

    /** Looks for each of them on the disk, and forgets what is gone. */
    public void lookAgain() {
        known.values().forEach(damage -> {
            if (isGone(damage.path())) {
                known.remove(damage.id(), damage);
            }
        });
    }

    /** Where its folder is missing too, it is the pool that is away, and comes back with all that it holds. */
    private boolean isGone(Path path) {
        try {
            return !exists(path) && exists(requireNonNull(path.getParent()));
        } catch (HostException unreadable) {
            return false;
        }
    }

    private boolean exists(Path path) {
        return files.status(path).isPresent();
    }
}
