package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.DiskWishes;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import dev.zonal.csi.store.RecordFormat;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What of a volume never changes, as it stands in a tag of its disk. */
record VolumeNote(
        String id,
        String name,
        List<NotedCapability> capabilities,
        Provisioning provisioning,
        List<String> mkfsOptions,
        List<String> mountOptions,
        List<String> categories,
        Optional<Long> iops,
        boolean multiAttach,
        Optional<String> snapshot,
        Optional<NotedObject> claim) {
    static final RecordFormat<VolumeNote> FORMAT = new RecordFormat<>("volume", 1, VolumeNote.class);

    /** {@link KubernetesObject} as it stands in a tag. */
    record NotedObject(String namespace, String name) {
        static NotedObject of(KubernetesObject object) {
            return new NotedObject(object.namespace(), object.name());
        }

        KubernetesObject object() {
            return new KubernetesObject(namespace, name);
        }
    }

    static VolumeNote of(NewVolume volume) {
        VolumeParameters parameters = volume.parameters();
        return new VolumeNote(
                volume.id().value(),
                volume.name(),
                volume.capabilities().stream()
                        .map(NotedCapability::of)
                        .sorted(Comparator.comparing(NotedCapability::toString))
                        .toList(),
                parameters.provisioning(),
                parameters.mkfsOptions(),
                parameters.mountOptions(),
                parameters.disk().categories(),
                parameters.disk().iops().isPresent()
                        ? Optional.of(parameters.disk().iops().getAsLong())
                        : Optional.empty(),
                parameters.disk().multiAttach(),
                volume.source().map(source -> source.id().value()),
                volume.claim().map(NotedObject::of));
    }

    Volume volume(ByteSize capacity, Contents contents, Instant created, List<Topology> accessibleFrom) {
        return new Volume(
                new VolumeId(id),
                name,
                capacity,
                capabilities.stream().map(NotedCapability::capability).collect(Collectors.toSet()),
                new VolumeParameters(
                        Optional.empty(),
                        provisioning,
                        mkfsOptions,
                        mountOptions,
                        new DiskWishes(
                                categories, iops.map(OptionalLong::of).orElseGet(OptionalLong::empty), multiAttach)),
                snapshot.map(SnapshotId::new).map(ContentSource.FromSnapshot::new),
                contents,
                created,
                accessibleFrom,
                claim.map(NotedObject::object));
    }
}
