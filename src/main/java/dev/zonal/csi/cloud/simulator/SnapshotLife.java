package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.description.CloudDelays;
import dev.zonal.csi.cloud.description.CloudLimits;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.model.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Snapshots are cut at once, stored in the course of time, and deleted. */
final class SnapshotLife {
    private final World world;
    private final ImageCopies copies;
    private final DiskDevices devices;

    SnapshotLife(World world, ImageCopies copies, DiskDevices devices) {
        this.world = world;
        this.copies = copies;
        this.devices = devices;
    }

    CutRecord create(String source, Map<String, String> tags, ClientToken token, Fate fate) {
        TokenUse use = new TokenUse(token.text(), "CreateSnapshot " + source);
        for (CutRecord snapshot : world.snapshots().values()) {
            if (World.isRepeated(snapshot.madeBy(), use)) {
                return snapshot;
            }
        }
        DiskRecord disk = world.disk(source);
        world.requireUp(disk.zones());
        requireCuttable(disk);
        String region = world.region(disk.zones().getFirst());
        requireRoom(disk, region);
        devices.flush(disk);
        Instant now = world.now();
        CutRecord snapshot = new CutRecord(
                world.freshId("snapshot"),
                disk.id(),
                region,
                disk.sizeBytes(),
                now,
                now.plus(storing(disk)),
                fate,
                use,
                Optional.of(Tag.over(disk.noted(), tags)));
        world.add(snapshot, draft -> copies.copy(world.folder().diskImage(disk.id()), draft.file(CloudFolder.IMAGE)));
        return snapshot;
    }

    private void requireCuttable(DiskRecord disk) {
        if (!disk.isReady(world.now())) {
            throw new CloudException(Kind.CONFLICT, "disk " + disk.id() + " is not there yet, failed or going");
        }
        if (world.description().habits().snapshotNeedsAttachment() && !disk.everAttached()) {
            throw new CloudException(
                    Kind.CONFLICT, "disk " + disk.id() + " was never on an instance, and can't be snapshotted yet");
        }
    }

    private void requireRoom(DiskRecord disk, String region) {
        CloudLimits limits = world.description().limits();
        Instant now = world.now();
        cutFrom(disk).map(CutRecord::cut).max(Comparator.naturalOrder()).ifPresent(last -> {
            Instant next = last.plus(limits.snapshotInterval());
            if (now.isBefore(next)) {
                throw new CloudException(
                        Kind.THROTTLED,
                        "the last snapshot of disk " + disk.id() + " is younger than "
                                + TimeSpan.words(limits.snapshotInterval()),
                        Duration.between(now, next));
            }
        });
        long ofDisk = cutFrom(disk).filter(snapshot -> snapshot.isPending(now)).count();
        if (ofDisk >= limits.pendingSnapshotsPerDisk()) {
            throw new CloudException(
                    Kind.QUOTA, "disk " + disk.id() + " has " + ofDisk + " pending snapshots, as many as it may");
        }
        long ofRegion = world.snapshots().values().stream()
                .filter(snapshot -> snapshot.region().equals(region) && snapshot.isPending(now))
                .count();
        if (ofRegion >= limits.pendingSnapshotsPerRegion()) {
            throw new CloudException(
                    Kind.QUOTA, "region " + region + " has " + ofRegion + " pending snapshots, as many as it may");
        }
    }

    private Stream<CutRecord> cutFrom(DiskRecord disk) {
        return world.snapshots().values().stream()
                .filter(snapshot -> snapshot.source().equals(disk.id()));
    }

    /** It grows with what the disk holds. */
    private Duration storing(DiskRecord disk) {
        CloudDelays delays = world.description().delays();
        if (delays.snapshotBytesPerSecond().isZero()) {
            return delays.snapshot();
        }
        long held = world.files()
                .status(world.folder().diskImage(disk.id()))
                .map(FileStatus::allocatedBytes)
                .orElse(0L);
        return delays.snapshot()
                .plusMillis(held * 1000 / delays.snapshotBytesPerSecond().bytes());
    }

    void delete(String id) {
        world.remove(world.snapshot(id));
    }

    List<DiskSnapshot> all() {
        return world.snapshots().values().stream().map(this::view).toList();
    }

    List<DiskSnapshot> of(Set<DiskSnapshotId> ids) {
        return ids.stream()
                .flatMap(id -> world.description().habits().unknownIdFailsBatch()
                        ? Stream.of(world.snapshot(id.text()))
                        : Optional.ofNullable(world.snapshots().get(id.text())).stream())
                .map(this::view)
                .toList();
    }

    DiskSnapshot view(CutRecord snapshot) {
        Instant now = world.now();
        return new DiskSnapshot(
                new DiskSnapshotId(snapshot.id()),
                new DiskId(snapshot.source()),
                snapshot.region(),
                ByteSize.ofBytes(snapshot.sizeBytes()),
                state(snapshot, now),
                percent(snapshot, now),
                snapshot.cut(),
                Tag.map(snapshot.tags().orElse(List.of())));
    }

    private static DiskSnapshot.State state(CutRecord snapshot, Instant now) {
        if (snapshot.isPending(now)) {
            return DiskSnapshot.State.PENDING;
        }
        return snapshot.fate() == Fate.READY ? DiskSnapshot.State.READY : DiskSnapshot.State.FAILED;
    }

    private static int percent(CutRecord snapshot, Instant now) {
        long whole = Duration.between(snapshot.cut(), snapshot.readyAt()).toMillis();
        long done = Duration.between(snapshot.cut(), now).toMillis();
        return snapshot.isPending(now) ? (int) (100 * done / Math.max(1, whole)) : 100;
    }
}
