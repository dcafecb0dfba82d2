package dev.zonal.csi.backend.cloud.instance;

import dev.zonal.csi.backend.cloud.VolumeTags;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.store.RecordFormat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A volume that this instance was told of: which disk it is, and what that said of it. It need not outlive a boot, as no
 * mount does.
 *
 * @param staged whether it was made a device of this node, and not only told of
 */
record StagedNote(String disk, String serial, long sizeBytes, Instant created, List<NotedTag> tags, boolean staged) {
    static final RecordFormat<StagedNote> FORMAT = new RecordFormat<>("staged", 1, StagedNote.class);

    /** A tag of the disk. */
    record NotedTag(String name, String text) {
        static List<NotedTag> of(Map<String, String> tags) {
            return new TreeMap<>(tags)
                    .entrySet().stream()
                            .map(tag -> new NotedTag(tag.getKey(), tag.getValue()))
                            .toList();
        }
    }

    static StagedNote of(Disk disk, boolean staged) {
        return new StagedNote(
                disk.id().text(), disk.serial(), disk.size().bytes(), disk.created(), NotedTag.of(disk.tags()), staged);
    }

    StagedNote asStaged() {
        return new StagedNote(disk, serial, sizeBytes, created, tags, true);
    }

    DiskId diskId() {
        return new DiskId(disk);
    }

    /** Empty where the disk is no volume of ours. */
    Optional<Volume> volume() {
        Map<String, String> all = new TreeMap<>();
        tags.forEach(tag -> all.put(tag.name(), tag.text()));
        return VolumeTags.volume(all, ByteSize.ofBytes(sizeBytes), created, List.of());
    }
}
