package dev.zonal.csi.fleet.wire;

import com.google.protobuf.Timestamp;
import dev.zonal.csi.fleet.v1.Capability;
import dev.zonal.csi.fleet.v1.KubernetesName;
import dev.zonal.csi.fleet.v1.Mounted;
import dev.zonal.csi.fleet.v1.Parameters;
import dev.zonal.csi.fleet.v1.Place;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Volumes and snapshots on the wire. What can't be read, such as a word that only a newer peer knows, is an {@link
 * IllegalArgumentException}.
 */
final class ObjectMessages {
    private ObjectMessages() {}

    static dev.zonal.csi.fleet.v1.Volume message(Volume volume) {
        dev.zonal.csi.fleet.v1.Volume.Builder message = dev.zonal.csi.fleet.v1.Volume.newBuilder()
                .setId(volume.id().value())
                .setName(volume.name())
                .setCapacityBytes(volume.capacity().bytes())
                .addAllCapabilities(capabilities(volume.capabilities()))
                .setParameters(message(volume.parameters()))
                .setContents(message(volume.contents()))
                .setCreated(message(volume.created()))
                .addAllAccessibleFrom(places(volume.accessibleFrom()));
        volume.source().ifPresent(source -> setSource(message, source));
        volume.claim().map(ObjectMessages::message).ifPresent(message::setClaim);
        return message.build();
    }

    static void setSource(dev.zonal.csi.fleet.v1.Volume.Builder message, ContentSource source) {
        switch (source) {
            case ContentSource.FromSnapshot(var id) -> message.setSourceSnapshotId(id.value());
            case ContentSource.FromVolume(var id) -> message.setSourceVolumeId(id.value());
        }
    }

    static Volume volume(dev.zonal.csi.fleet.v1.Volume message) {
        return new Volume(
                new VolumeId(message.getId()),
                message.getName(),
                ByteSize.ofBytes(message.getCapacityBytes()),
                capabilities(message.getCapabilitiesList()),
                parameters(message.getParameters()),
                source(message),
                contents(message.getContents()),
                instant(message.getCreated()),
                topologies(message.getAccessibleFromList()),
                object(message.getClaim()));
    }

    static Optional<ContentSource> source(dev.zonal.csi.fleet.v1.Volume message) {
        return switch (message.getSourceCase()) {
            case SOURCE_SNAPSHOT_ID ->
                Optional.of(new ContentSource.FromSnapshot(new SnapshotId(message.getSourceSnapshotId())));
            case SOURCE_VOLUME_ID ->
                Optional.of(new ContentSource.FromVolume(new VolumeId(message.getSourceVolumeId())));
            case SOURCE_NOT_SET -> Optional.empty();
        };
    }

    static dev.zonal.csi.fleet.v1.Snapshot message(Snapshot snapshot) {
        dev.zonal.csi.fleet.v1.Snapshot.Builder message = dev.zonal.csi.fleet.v1.Snapshot.newBuilder()
                .setId(snapshot.id().value())
                .setName(snapshot.name())
                .setSourceVolumeId(snapshot.source().value())
                .setSizeBytes(snapshot.size().bytes())
                .setConsistency(snapshot.consistency().name())
                .setContents(message(snapshot.contents()))
                .setCreated(message(snapshot.created()))
                .setReadyToUse(snapshot.readyToUse())
                .addAllAccessibleFrom(places(snapshot.accessibleFrom()));
        snapshot.volumeSnapshot().map(ObjectMessages::message).ifPresent(message::setVolumeSnapshot);
        return message.build();
    }

    static Snapshot snapshot(dev.zonal.csi.fleet.v1.Snapshot message) {
        return new Snapshot(
                new SnapshotId(message.getId()),
                message.getName(),
                new VolumeId(message.getSourceVolumeId()),
                ByteSize.ofBytes(message.getSizeBytes()),
                Consistency.valueOf(message.getConsistency()),
                contents(message.getContents()),
                instant(message.getCreated()),
                message.getReadyToUse(),
                topologies(message.getAccessibleFromList()),
                object(message.getVolumeSnapshot()));
    }

    static KubernetesName message(KubernetesObject object) {
        return KubernetesName.newBuilder()
                .setNamespace(object.namespace())
                .setName(object.name())
                .build();
    }

    static Optional<KubernetesObject> object(KubernetesName message) {
        return KubernetesObject.parse(message.getNamespace(), message.getName());
    }

    static List<Capability> capabilities(Set<VolumeCapability> capabilities) {
        return capabilities.stream().map(ObjectMessages::message).toList();
    }

    private static Capability message(VolumeCapability capability) {
        Capability.Builder message =
                Capability.newBuilder().setAccessMode(capability.accessMode().name());
        if (capability.accessType() instanceof AccessType.Mounted mounted) {
            message.setMounted(Mounted.newBuilder()
                    .setFilesystem(
                            mounted.filesystem().map(FilesystemType::word).orElse(""))
                    .addAllMountFlags(mounted.mountFlags()));
        }
        return message.build();
    }

    static Set<VolumeCapability> capabilities(List<Capability> messages) {
        return messages.stream()
                .map(message -> new VolumeCapability(
                        message.hasMounted() ? mounted(message.getMounted()) : new AccessType.Block(),
                        AccessMode.valueOf(message.getAccessMode())))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static AccessType mounted(Mounted message) {
        return new AccessType.Mounted(
                message.getFilesystem().isEmpty() ? Optional.empty() : Optional.of(filesystem(message.getFilesystem())),
                message.getMountFlagsList());
    }

    private static FilesystemType filesystem(String word) {
        return FilesystemType.ofWord(word)
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no filesystem that is known here"));
    }

    static Parameters message(VolumeParameters parameters) {
        return Parameters.newBuilder()
                .setPool(parameters.pool().orElse(""))
                .setProvisioning(parameters.provisioning().name())
                .addAllMkfsOptions(parameters.mkfsOptions())
                .addAllMountOptions(parameters.mountOptions())
                .build();
    }

    static VolumeParameters parameters(Parameters message) {
        return new VolumeParameters(
                message.getPool().isEmpty() ? Optional.empty() : Optional.of(message.getPool()),
                Provisioning.valueOf(message.getProvisioning()),
                message.getMkfsOptionsList(),
                message.getMountOptionsList());
    }

    private static dev.zonal.csi.fleet.v1.Contents message(Contents contents) {
        dev.zonal.csi.fleet.v1.Contents.Builder message = dev.zonal.csi.fleet.v1.Contents.newBuilder();
        return switch (contents) {
            case Contents.Blank() -> message.setWord("blank").build();
            case Contents.Formatting(var type) ->
                message.setWord("formatting").setFilesystem(type.word()).build();
            case Contents.Formatted(var type) ->
                message.setWord("formatted").setFilesystem(type.word()).build();
            case Contents.Raw() -> message.setWord("raw").build();
        };
    }

    private static Contents contents(dev.zonal.csi.fleet.v1.Contents message) {
        return switch (message.getWord()) {
            case "blank" -> new Contents.Blank();
            case "formatting" -> new Contents.Formatting(filesystem(message.getFilesystem()));
            case "formatted" -> new Contents.Formatted(filesystem(message.getFilesystem()));
            case "raw" -> new Contents.Raw();
            default ->
                throw new IllegalArgumentException("'" + message.getWord() + "' is no contents that are known here");
        };
    }

    static List<Place> places(List<Topology> topologies) {
        return topologies.stream()
                .map(topology ->
                        Place.newBuilder().putAllSegments(topology.segments()).build())
                .toList();
    }

    static List<Topology> topologies(List<Place> places) {
        return places.stream().map(place -> Topology.of(place.getSegmentsMap())).toList();
    }

    static Timestamp message(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static Instant instant(Timestamp message) {
        return Instant.ofEpochSecond(message.getSeconds(), message.getNanos());
    }
}
