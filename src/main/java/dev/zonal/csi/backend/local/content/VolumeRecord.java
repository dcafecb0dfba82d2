package dev.zonal.csi.backend.local.content;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import dev.zonal.csi.store.RecordFormat;
import dev.zonal.csi.store.UnreadableRecordException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code volume.json} holds: the volume, all but the place, which the pool's machine knows, and the claim, which has
 * a record of its own.
 */
public record VolumeRecord(
        String id,
        String name,
        long capacityBytes,
        List<CapabilityRecord> capabilities,
        Parameters parameters,
        Optional<String> sourceSnapshot,
        Optional<String> sourceVolume,
        ContentsRecord contents,
        Instant created) {
    public static final RecordFormat<VolumeRecord> FORMAT = new RecordFormat<>("volume", 1, VolumeRecord.class);

    public record Parameters(
            Optional<String> pool, Provisioning provisioning, List<String> mkfsOptions, List<String> mountOptions) {}

    public static VolumeRecord of(Volume volume) {
        VolumeParameters parameters = volume.parameters();
        return new VolumeRecord(
                volume.id().value(),
                volume.name(),
                volume.capacity().bytes(),
                volume.capabilities().stream()
                        .map(CapabilityRecord::of)
                        .sorted(Comparator.comparing(CapabilityRecord::toString))
                        .toList(),
                new Parameters(
                        parameters.pool(),
                        parameters.provisioning(),
                        parameters.mkfsOptions(),
                        parameters.mountOptions()),
                volume.source()
                        .filter(ContentSource.FromSnapshot.class::isInstance)
                        .map(source -> source.id().value()),
                volume.source()
                        .filter(ContentSource.FromVolume.class::isInstance)
                        .map(source -> source.id().value()),
                ContentsRecord.of(volume.contents()),
                volume.created());
    }

    /**
     * The volume, without its claim.
     *
     * @throws UnreadableRecordException where it was read whole and can't be meant
     */
    public Volume toVolume(Topology here) {
        try {
            return new Volume(
                    new VolumeId(id),
                    name,
                    ByteSize.ofBytes(capacityBytes),
                    capabilities.stream().map(CapabilityRecord::toCapability).collect(Collectors.toSet()),
                    new VolumeParameters(
                            parameters.pool(),
                            parameters.provisioning(),
                            parameters.mkfsOptions(),
                            parameters.mountOptions()),
                    source(),
                    contents.toContents(),
                    created,
                    List.of(here),
                    Optional.empty());
        } catch (RuntimeException meaningless) {
            throw new UnreadableRecordException("it makes no sense: " + meaningless.getMessage(), meaningless);
        }
    }

    private Optional<ContentSource> source() {
        Optional<ContentSource> snapshot = sourceSnapshot.map(SnapshotId::new).map(ContentSource.FromSnapshot::new);
        return snapshot.or(() -> sourceVolume.map(VolumeId::new).map(ContentSource.FromVolume::new));
    }
}
