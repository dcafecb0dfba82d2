package dev.zonal.csi.backend.local.stray;

import dev.zonal.csi.backend.local.content.Damage;
import dev.zonal.csi.backend.local.content.Layout;
import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.maintenance.Stray;
import dev.zonal.csi.maintenance.Stray.Kind;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.store.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The files and directories of a pool that belong to nothing that it lists. What stands beside the pool's own folders is
 * its owner's, and not looked at.
 */
final class StrayFiles {
    private final HomeId home;
    private final PoolParts pool;

    StrayFiles(HomeId home, PoolParts pool) {
        this.home = home;
        this.pool = pool;
    }

    Stream<Stray> all() {
        pool.index().damaged().lookAgain();
        Path scratch = pool.layout().scratch().directory();
        FilesInUse used = FilesInUse.of(pool);
        return Stream.of(
                        pool.files().list(scratch).stream().map(scratch::resolve),
                        tops(pool.layout().volumes(), pool.index().volumeIds()),
                        tops(pool.layout().snapshots(), pool.index().snapshotIds()))
                .flatMap(paths -> paths)
                .flatMap(top -> below(top, used));
    }

    /** What is there, and what should be. */
    private static Stream<Path> tops(ObjectStore<?> store, Set<? extends ObjectId> listed) {
        return Stream.concat(store.names().stream(), listed.stream().map(ObjectId::value))
                .distinct()
                .map(store::path);
    }

    /** What is stray at that path, which is one that was answered before. */
    Stream<Stray> at(Path path) {
        return path.startsWith(pool.root()) && path.getNameCount() > pool.root().getNameCount() + 1
                ? below(pool.root().resolve(pool.root().relativize(path).subpath(0, 2)), FilesInUse.of(pool))
                : Stream.empty();
    }

    /** @param top a path directly in one of the pool's folders */
    private Stream<Stray> below(Path top, FilesInUse used) {
        String name = String.valueOf(top.getFileName());
        Layout layout = pool.layout();
        try {
            if (top.startsWith(layout.scratch().directory())) {
                return layout.scratch().isInUse(top)
                        ? Stream.empty()
                        : stray(top, "no running operation works on it", Optional.empty(), used);
            }
            if (top.startsWith(layout.volumes().directory())) {
                Optional<VolumeId> id = VolumeId.parse(name).filter(this::isOfThisPool);
                return ofObject(
                        layout.volumes(),
                        top,
                        id,
                        () -> id.flatMap(pool.index()::volume).isPresent(),
                        used);
            }
            Optional<SnapshotId> id = SnapshotId.parse(name).filter(this::isOfThisPool);
            return ofObject(
                    layout.snapshots(),
                    top,
                    id,
                    () -> id.flatMap(pool.index()::snapshot).isPresent(),
                    used);
        } catch (HostException unreadable) {
            return Stream.of(
                    kept(top, 0, "it can't be looked at", String.valueOf(unreadable.getMessage()), Optional.empty()));
        }
    }

    private boolean isOfThisPool(ObjectId id) {
        return id.home().equals(home);
    }

    /** @param known whether the pool lists it, asked only of one that is not damaged */
    private Stream<Stray> ofObject(
            ObjectStore<?> store, Path top, Optional<? extends ObjectId> id, BooleanSupplier known, FilesInUse used) {
        Optional<ObjectId> object = id.map(found -> found);
        Optional<Damage> damage = pool.index().damaged().of(String.valueOf(top.getFileName()));
        if (damage.isEmpty() && known.getAsBoolean()) {
            return inListed(store, top, object, used);
        }
        if (object.isEmpty()) {
            return stray(top, "its name is no id of this pool", object, used);
        }
        if (pool.files().status(top.resolve(store.recordName())).isEmpty()) {
            return stray(top, "it has no record, so it never was whole or lost it", object, used);
        }
        return StrayTree.at(pool.host(), top, used).stream()
                .map(tree -> kept(
                        top,
                        tree.allocatedBytes(),
                        damage.map(Damage::reason).orElse("it came here while the driver ran, and is not listed"),
                        "repair it and start the driver again, which lists it when it is whole, or move that directory out"
                                + " of the pool",
                        object));
    }

    /** A listed object is its image and its records; what else is in there is not its own. */
    private Stream<Stray> inListed(ObjectStore<?> store, Path top, Optional<ObjectId> object, FilesInUse used) {
        if (pool.files().status(top).isEmpty()) {
            return Stream.of(takenAway(top, "the directory", object));
        }
        List<String> names = pool.files().list(top);
        Stream<Stray> beside = names.stream()
                .filter(name -> !Set.of(Layout.IMAGE, Layout.MADE_FOR, store.recordName())
                        .contains(name))
                .flatMap(name -> stray(top.resolve(name), "it is no part of " + top.getFileName(), object, used));
        Stream<Stray> missing = Stream.of(Layout.IMAGE, store.recordName())
                .filter(name -> !names.contains(name))
                .map(name -> takenAway(top, name, object));
        return Stream.concat(beside, missing.limit(1));
    }

    private static Stray takenAway(Path top, String what, Optional<ObjectId> object) {
        return kept(
                top,
                0,
                what + " was taken away from the listed " + top.getFileName(),
                "put it back, or delete the object",
                object);
    }

    private Stream<Stray> stray(Path path, String reason, Optional<ObjectId> object, FilesInUse used) {
        return StrayTree.at(pool.host(), path, used).stream()
                .map(tree -> new Stray(
                        Kind.FILE,
                        path,
                        ByteSize.ofBytes(tree.allocatedBytes()),
                        reason,
                        tree.obstacle().isPresent() ? Optional.empty() : ShellCommand.of("rm -r --", path),
                        tree.advice(),
                        object));
    }

    private static Stray kept(Path path, long bytes, String reason, String advice, Optional<ObjectId> object) {
        return new Stray(Kind.OBJECT, path, ByteSize.ofBytes(bytes), reason, Optional.empty(), advice, object);
    }
}
