package dev.zonal.csi.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    void clear() {
        mounts.clear();
    }

    Optional<Entry> topmost(Path target) {
        return mounts.reversed().stream()
                .filter(entry -> entry.mount().target().equals(target))
                .findFirst();
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
        try {
            return Optional.of(at(path));
        } catch (HostException absent) {
            if (Set.of(Errno.ENOENT, Errno.ENOTDIR).contains(absent.errno())) {
                return Optional.empty();
            }
            throw absent;
        }
    }

    /** What stands at the path, its last component not followed. */
    Inode at(Path path) {
        Path parent = path.getParent();
        if (parent == null || path.getFileName() == null) {
            return topmost(path).map(Entry::shown).orElse(root);
        }
        Path real = resolved(parent);
        Path name = real.resolve(path.getFileName());
        Inode directory = real.getParent() == null && topmost(real).isEmpty() ? root : at(real);
        if (directory.kind != FileStatus.Kind.DIRECTORY) {
            throw new HostException("open " + path, Errno.ENOTDIR);
        }
        Inode found = directory.entries.get(path.getFileName().toString());
        if (found == null) {
            throw new HostException("open " + path, Errno.ENOENT);
        }
        return topmost(name).map(Entry::shown).orElse(found);
    }

    /** What stands at the path, links followed. */
    Inode following(Path path) {
        return at(resolved(path));
    }

    Path resolved(Path path) {
        return resolved(path, LINKS_FOLLOWED);
    }

    private Path resolved(Path path, int links) {
        Path parent = path.getParent();
        if (parent == null || path.getFileName() == null) {
            return path;
        }
        if (links == 0) {
            throw new HostException("open " + path, Errno.ELOOP);
        }
        Path real = resolved(parent, links).resolve(path.getFileName());
        Inode inode = at(real);
        return inode.linkTarget
                .map(target -> resolved(real.resolveSibling(target).normalize(), links - 1))
                .orElse(real);
    }
}
