package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.store.RecordFormat;
import dev.zonal.csi.store.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Volumes and snapshots as tags of their disks, and back. What a volume carries is a tag of its own, which the node changes
 * and each snapshot inherits.
 */
public final class VolumeTags {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeTags.class);
    private static final String VOLUME = "csi-volume";
    private static final String SNAPSHOT = "csi-snapshot";
    private static final String CONTENTS = "csi-contents";

    private VolumeTags() {}

    static Map<String, String> of(NewVolume volume, Contents contents) {
        return Map.of(VOLUME, text(VolumeNote.FORMAT, VolumeNote.of(volume)), CONTENTS, word(contents));
    }

    static Map<String, String> of(NewSnapshot snapshot) {
        return Map.of(SNAPSHOT, text(SnapshotNote.FORMAT, SnapshotNote.of(snapshot)));
    }

    /** What the volume carries from now on. */
    public static Map<String, String> of(Contents contents) {
        return Map.of(CONTENTS, word(contents));
    }

    /** Which volume the disk is; empty where it is none of ours. */
    static Optional<VolumeId> idOf(Disk disk) {
        return note(VolumeNote.FORMAT, disk.tags(), VOLUME).map(note -> new VolumeId(note.id()));
    }

    static Optional<SnapshotId> idOf(DiskSnapshot cut) {
        return note(SnapshotNote.FORMAT, cut.tags(), SNAPSHOT).map(note -> new SnapshotId(note.id()));
    }

    /** The disk as a volume; empty where it is none of ours. */
    public static Optional<Volume> volume(Disk disk, List<Topology> accessibleFrom) {
        return volume(disk.tags(), disk.size(), disk.created(), accessibleFrom);
    }

    /** The disk with these tags as a volume; empty where it is none of ours. */
    public static Optional<Volume> volume(
            Map<String, String> tags, ByteSize size, Instant created, List<Topology> accessibleFrom) {
        return note(VolumeNote.FORMAT, tags, VOLUME)
                .map(note -> note.volume(size, contents(tags), created, accessibleFrom));
    }

    static Optional<Snapshot> snapshot(DiskSnapshot cut, List<Topology> accessibleFrom) {
        return note(SnapshotNote.FORMAT, cut.tags(), SNAPSHOT)
                .map(note -> new Snapshot(
                        new SnapshotId(note.id()),
                        note.name(),
                        new VolumeId(note.source()),
                        cut.size(),
                        Consistency.SYNCED,
                        contents(cut.tags()),
                        cut.cut(),
                        cut.state() == DiskSnapshot.State.READY,
                        accessibleFrom,
                        note.volumeSnapshot().map(VolumeNote.NotedObject::object)));
    }

    private static <R extends Record> String text(RecordFormat<R> format, R note) {
        return new String(format.write(note), StandardCharsets.UTF_8);
    }

    private static <R extends Record> Optional<R> note(RecordFormat<R> format, Map<String, String> tags, String tag) {
        String text = tags.get(tag);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(format.read(text.getBytes(StandardCharsets.UTF_8)));
        } catch (UnreadableRecordException spoilt) {
            LOG.atError()
                    .addKeyValue("tag", tag)
                    .addKeyValue("text", text)
                    .setCause(spoilt)
                    .log("a tag can't be read");
            return Optional.empty();
        }
    }

    private static String word(Contents contents) {
        return switch (contents) {
            case Contents.Blank() -> "blank";
            case Contents.Formatting(FilesystemType type) -> "formatting " + type.word();
            case Contents.Formatted(FilesystemType type) -> "formatted " + type.word();
            case Contents.Raw() -> "raw";
        };
    }

    /** What the disk carried when it was cut. */
    static Contents contentsOf(DiskSnapshot cut) {
        return contents(cut.tags());
    }

    private static Contents contents(Map<String, String> tags) {
        String[] words = tags.getOrDefault(CONTENTS, "raw").split(" ", 2);
        Optional<FilesystemType> type = words.length < 2 ? Optional.empty() : FilesystemType.ofWord(words[1]);
        return switch (words[0]) {
            case "blank" -> new Contents.Blank();
            case "formatting" -> new Contents.Formatting(type.orElseThrow());
            case "formatted" -> new Contents.Formatted(type.orElseThrow());
            default -> new Contents.Raw();
        };
    }
}
