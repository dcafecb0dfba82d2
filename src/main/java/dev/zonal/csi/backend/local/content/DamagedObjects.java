package dev.zonal.csi.backend.local.content;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.concurrent.BlockingCall;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What stands in a pool and can't be used, by its name. A person may move it out beside the running driver, so it is
 * looked for whenever its name is asked for: then the name is free again. For the others that costs nothing.
 */
public final class DamagedObjects {
    private final FileTree files;
    private final ConcurrentMap<String, Damage> known = new ConcurrentSkipListMap<>();
    private final ReentrantLock looking = new ReentrantLock();

    public DamagedObjects(FileTree files) {
        this.files = files;
    }

    public void put(Damage damage) {
        known.put(damage.id(), damage);
    }

    /** What is wrong with the object of that name; empty where nothing is, or it is gone. */
    public Optional<Damage> of(String id) {
        return Optional.ofNullable(known.get(id)).filter(this::isStillThere);
    }

    /** All that were there when they were last looked for; touches no disk. */
    public List<Damage> all() {
        return List.copyOf(known.values());
    }

    /** Looks for each of them. */
    public void lookAgain() {
        known.values().forEach(this::isStillThere);
    }

    private boolean isStillThere(Damage damage) {
        // One look at a time: of those who ask for what lies on a stuck disk, the others are answered.
        if (!looking.tryLock()) {
            return true;
        }
        try {
            // Where its folder is missing too, it is the pool that is away, and comes back with all that it holds.
            boolean there = BlockingCall.run(() -> exists(damage.path())
                    || !exists(requireNonNull(damage.path().getParent())));
            if (!there) {
                known.remove(damage.id(), damage);
            }
            return there;
        } catch (HostException unreadable) {
            return true;
        } finally {
            looking.unlock();
        }
    }

    private boolean exists(Path path) {
        return files.status(path).isPresent();
    }
}
