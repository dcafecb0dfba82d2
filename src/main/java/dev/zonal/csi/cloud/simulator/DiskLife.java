package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.DiskCategory;
import dev.zonal.csi.cloud.DiskChange;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.description.CloudLimits;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Spelling;
import dev.zonal.csi.store.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Disks come, change and go. */
final class DiskLife {
    private final World world;
    private final ImageCopies copies;

    DiskLife(World world, ImageCopies copies) {
        this.world = world;
        this.copies = copies;
    }

    DiskRecord create(NewDisk request, ClientToken token, Fate fate) {
        TokenUse use = new TokenUse(token.text(), "CreateDisk " + request);
        String region = region(request.zones());
        if (world.description().habits().quotaBeforeIdempotency()) {
            requireRoom(region);
        }
        for (DiskRecord disk : world.disks().values()) {
            if (World.isRepeated(disk.madeBy(), use)) {
                return disk;
            }
        }
        world.requireUp(request.zones());
        DiskCategory category = category(request.category(), request.zones());
        checkSize(category, request.size());
        requireRoom(region);
        Optional<CutRecord> source = request.source().map(id -> source(world.snapshot(id.text()), region, request));
        Instant now = world.now();
        Duration takes = source.isPresent()
                ? world.description().delays().restore()
                : world.description().delays().create();
        DiskRecord disk = new DiskRecord(
                world.freshId("disk"),
                List.copyOf(new TreeSet<>(request.zones())),
                category.name(),
                request.size().bytes(),
                iops(category, request.iops().orElse(category.iops())),
                source.map(CutRecord::id),
                now,
                now.plus(takes),
                fate,
                false,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                use,
                List.of(),
                Optional.of(Tag.of(request.tags())));
        world.add(disk, draft -> fill(draft, source, request.size()));
        return disk;
    }

    private void fill(Draft<DiskRecord> draft, Optional<CutRecord> source, ByteSize size) {
        if (source.isEmpty()) {
            world.files().createSparse(draft.file(CloudFolder.IMAGE), size);
            return;
        }
        copies.copy(world.folder().snapshotImage(source.get().id()), draft.file(CloudFolder.IMAGE));
        if (size.bytes() > source.get().sizeBytes()) {
            world.files().resize(draft.file(CloudFolder.IMAGE), size);
        }
    }

    private String region(Set<String> zones) {
        Set<String> regions = new TreeSet<>();
        zones.forEach(zone -> regions.add(world.region(zone)));
        if (regions.size() != 1) {
            throw new CloudException(Kind.INVALID, "a disk is in one zone, or in several zones of one region");
        }
        return regions.iterator().next();
    }

    private DiskCategory category(String name, Set<String> zones) {
        Set<String> names = world.description().categories().keySet();
        DiskCategory category = Optional.ofNullable(
                        world.description().categories().get(name))
                .orElseThrow(() -> new CloudException(
                        Kind.INVALID,
                        "there is no disk category '" + name + "'; there are " + String.join(", ", names)
                                + Spelling.hint(name, names)));
        for (String zone : zones) {
            if (!category.zones().contains(zone)) {
                throw new CloudException(
                        Kind.INVALID,
                        "category " + name + " is not sold in zone " + zone + ", but in "
                                + String.join(", ", new TreeSet<>(category.zones())));
            }
            if (world.control().soldOut().stream()
                    .anyMatch(sold -> sold.zone().equals(zone)
                            && sold.category().map(name::equals).orElse(true))) {
                throw new CloudException(Kind.SOLD_OUT, "zone " + zone + " has no disk of category " + name + " left");
            }
        }
        return category;
    }

    private static void checkSize(DiskCategory category, ByteSize size) {
        if (category.minimum().isMoreThan(size) || size.isMoreThan(category.maximum())) {
            throw new CloudException(
                    Kind.INVALID,
                    "a disk of category " + category.name() + " has " + category.minimum() + " to " + category.maximum()
                            + ", not " + size);
        }
        if (size.bytes() % category.step().bytes() != 0) {
            throw new CloudException(
                    Kind.INVALID,
                    "the size of a disk of category " + category.name() + " is a multiple of " + category.step()
                            + ", and " + size + " is not");
        }
    }

    private static long iops(DiskCategory category, long iops) {
        if (iops < 1 || iops > category.maximumIops()) {
            throw new CloudException(
                    Kind.INVALID,
                    "a disk of category " + category.name() + " has 1 to " + category.maximumIops() + " IOPS, not "
                            + iops);
        }
        return iops;
    }

    private void requireRoom(String region) {
        long held = world.disks().values().stream()
                .filter(disk -> region.equals(world.region(disk.zones().getFirst())))
                .count();
        int limit = world.description().limits().disksPerRegion();
        if (held >= limit) {
            throw new CloudException(Kind.QUOTA, "region " + region + " has " + held + " disks, as many as it may");
        }
    }

    private CutRecord source(CutRecord snapshot, String region, NewDisk request) {
        if (!snapshot.region().equals(region)) {
            throw new CloudException(
                    Kind.INVALID,
                    "snapshot " + snapshot.id() + " is in region " + snapshot.region() + ", not in " + region);
        }
        if (!snapshot.isReady(world.now())) {
            throw new CloudException(Kind.CONFLICT, "snapshot " + snapshot.id() + " is not ready");
        }
        if (request.size().bytes() < snapshot.sizeBytes()) {
            throw new CloudException(
                    Kind.INVALID,
                    "snapshot " + snapshot.id() + " needs a disk of " + ByteSize.ofBytes(snapshot.sizeBytes())
                            + " at least");
        }
        return snapshot;
    }

    void delete(String id) {
        DiskRecord disk = world.disk(id);
        if (disk.goneAt().isPresent()) {
            return;
        }
        world.requireUp(disk.zones());
        if (!disk.attachments().isEmpty()) {
            throw new CloudException(
                    Kind.CONFLICT,
                    "disk " + id + " is on instance "
                            + disk.attachments().getFirst().instance() + "; detach it first");
        }
        world.change(
                disk, disk.deleted(world.now().plus(world.description().delays().delete())));
    }

    DiskRecord modify(String id, DiskChange change, ClientToken token) {
        DiskRecord disk = world.disk(id);
        TokenUse use = new TokenUse(token.text(), "ModifyDisk " + id + " " + change);
        if (isRepeated(disk, use)) {
            return disk;
        }
        world.requireUp(disk.zones());
        Instant now = world.now();
        if (!disk.isReady(now) || disk.modification().isPresent()) {
            throw new CloudException(
                    Kind.CONFLICT,
                    "disk " + id + " is not there yet, going, or being changed; try again when it is not");
        }
        requireRestedSince(disk, now);
        DiskCategory category = category(change.category().orElse(disk.category()), Set.copyOf(disk.zones()));
        ByteSize size = change.size().orElse(ByteSize.ofBytes(disk.sizeBytes()));
        if (size.bytes() < disk.sizeBytes()) {
            throw new CloudException(
                    Kind.INVALID,
                    "disk " + id + " has " + ByteSize.ofBytes(disk.sizeBytes()) + " and never becomes smaller");
        }
        checkSize(category, size);
        long iops = iops(category, change.iops().orElse(change.category().isPresent() ? category.iops() : disk.iops()));
        Instant done = now.plus(world.description().delays().modify());
        DiskRecord changed = disk.usedBy(use)
                .modifying(new ModificationRecord(
                        size.bytes(),
                        category.name(),
                        iops,
                        done,
                        done.plus(world.description().delays().deviceSize())));
        world.change(disk, changed);
        return changed;
    }

    DiskRecord tag(String id, Map<String, String> tags, ClientToken token) {
        DiskRecord disk = world.disk(id);
        TokenUse use = new TokenUse(token.text(), "TagDisk " + id + " " + new TreeMap<>(tags));
        if (isRepeated(disk, use)) {
            return disk;
        }
        DiskRecord changed = disk.usedBy(use).tagged(tags);
        world.change(disk, changed);
        return changed;
    }

    private void requireRestedSince(DiskRecord disk, Instant now) {
        CloudLimits limits = world.description().limits();
        Instant begin = now.minus(limits.modificationWindow());
        List<Instant> counted =
                disk.modifiedAt().stream().filter(ended -> ended.isAfter(begin)).toList();
        if (counted.size() >= limits.modifications()) {
            Instant free = counted.get(counted.size() - limits.modifications()).plus(limits.modificationWindow());
            throw new CloudException(
                    Kind.THROTTLED,
                    "disk " + disk.id() + " was changed " + counted.size() + " times within "
                            + TimeSpan.words(limits.modificationWindow()),
                    Duration.between(now, free));
        }
    }

    /** Whether that change of the disk was asked for before. */
    static boolean isRepeated(DiskRecord disk, TokenUse use) {
        return disk.tokens().stream().anyMatch(before -> World.isRepeated(before, use));
    }
}
