package dev.zonal.csi.host;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What has happened and is not on the disk yet. A sync brings over what it promises; a power cut keeps any part of the
 * rest, in any order, save that changes of one and the same name keep theirs (no filesystem that we know lets a later
 * rename survive without the earlier one that it builds on).
 */
final class Journal {
    private final List<Change> pending = new ArrayList<>();

    /**
     * @param tree the filesystem
     * @param syncedBy the inodes whose fsync makes it durable
     * @param names what it builds on: directory and name, for changes of names
     * @param apply brings it over to the durable state
     */
    record Change(String what, SimulatedTree tree, Set<Inode> syncedBy, Set<Name> names, Runnable apply) {}

    record Name(Inode directory, String name) {}

    void add(Change change) {
        pending.add(change);
    }

    void sync(Inode inode) {
        persist(change -> change.syncedBy().contains(inode));
    }

    void sync(SimulatedTree tree) {
        persist(change -> change.tree().equals(tree));
    }

    /** What may or may not be on the disk. */
    List<String> pending() {
        return pending.stream().map(Change::what).toList();
    }

    /** Keeps those whose number is set, with what they build on, and loses the others. */
    void crash(BitSet kept) {
        Set<Change> chosen = new HashSet<>();
        for (int i = 0; i < pending.size(); i++) {
            if (kept.get(i)) {
                chosen.add(pending.get(i));
            }
        }
        persist(chosen::contains);
        pending.clear();
    }

    private void persist(Predicate<Change> wanted) {
        List<Change> chosen = new ArrayList<>();
        Set<Name> names = new HashSet<>();
        for (Change change : pending.reversed()) {
            if (wanted.test(change) || change.names().stream().anyMatch(names::contains)) {
                chosen.addFirst(change);
                names.addAll(change.names());
            }
        }
        chosen.forEach(change -> change.apply().run());
        pending.removeAll(chosen);
    }
}
