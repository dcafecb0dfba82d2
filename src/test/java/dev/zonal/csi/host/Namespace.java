package dev.zonal.csi.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The mount table and the paths of the simulated host. */
final class Namespace {
    private static final int LINKS_FOLLOWED = 40;

    private final List<Entry> mounts = new ArrayList<>();
    private final Inode root;

    /** One mount, with the inode that it shows. */
    record Entry(Mount mount, Inode shown, Optional<SimulatedDevice> device) {}

    Namespace(Inode root) {
        this.root = root;
    }

    List<Entry> mounts() {
        return List.copyOf(mounts);
    }

    void add(Entry entry) {
        mounts.add(entry);
    }

    void remove(Entry entry) {
        mounts.remove(mounts.lastIndexOf(entry));
    }

    void replace(Entry entry, Entry by) {
        mounts.set(mounts.indexOf(entry), by);
    }

    void clear() {
        mounts.clear();
    }

    Optional<Entry> topmost(Path target) {
        for (Entry entry : mounts.reversed()) {
            if (entry.mount().target().equals(target)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** The mount on which a path lies; the mount of the root directory is not in the table. */
    Optional<Entry> holding(Path path) {
        for (Path at = path; at != null; at = at.getParent()) {
            Optional<Entry> entry = topmost(at);
            if (entry.isPresent()) {
                return entry;
            }
        }
        return Optional.empty();
    }

    /** What stands at the path, its last component not followed; empty where nothing does. */
    Optional<Inode> find(Path path) {
        return walk(path, false, LINKS_FOLLOWED).map(Place::inode);
    }

    /** What stands at the path, its last component not followed. */
    Inode at(Path path) {
        return find(path).orElseThrow(() -> new HostException("open " + path, Errno.ENOENT));
    }

    /** What stands at the path, links followed. */
    Inode following(Path path) {
        return walk(path, true, LINKS_FOLLOWED)
                .orElseThrow(() -> new HostException("open " + path, Errno.ENOENT))
                .inode();
    }

    Path resolved(Path path) {
        return walk(path, true, LINKS_FOLLOWED)
                .orElseThrow(() -> new HostException("resolve " + path, Errno.ENOENT))
                .path();
    }

    private record Place(Path path, Inode inode) {}

    private Optional<Place> walk(Path path, boolean followLast, int links) {
        Place place = new Place(path.getRoot(), shown(path.getRoot(), root));
        int left = path.getNameCount();
        for (Path name : path) {
            left--;
            Inode child = place.inode.entries.get(name.toString());
            if (child == null) {
                return Optional.empty();
            }
            Path at = place.path.resolve(name);
            place = new Place(at, shown(at, child));
            boolean follow = left > 0 || followLast;
            Optional<Path> target = place.inode.linkTarget.filter(any -> follow);
            if (target.isPresent()) {
                if (links == 0) {
                    throw new HostException("open " + path, Errno.ELOOP);
                }
                Optional<Place> led = walk(at.resolveSibling(target.get()).normalize(), true, links - 1);
                if (led.isEmpty()) {
                    return led;
                }
                place = led.get();
            }
        }
        return Optional.of(place);
    }

    private Inode shown(Path path, Inode covered) {
        return topmost(path).map(Entry::shown).orElse(covered);
    }
}
