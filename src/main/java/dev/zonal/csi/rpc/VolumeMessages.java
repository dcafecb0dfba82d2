package dev.zonal.csi.rpc;

import dev.zonal.csi.controller.PageRequest;
import dev.zonal.csi.controller.VolumeRequest;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeParameters;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.VolumeContentSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Volumes on the wire. */
final class VolumeMessages {
    private VolumeMessages() {}

    /** @param known which parameters there are */
    static VolumeRequest request(CreateVolumeRequest request, ParameterSet known) {
        String name = Fields.name("name", request.getName());
        Set<VolumeCapability> capabilities = CapabilityMessages.required(request.getVolumeCapabilitiesList());
        CapacityRange capacity = CapacityMessages.range(request.getCapacityRange());
        Map<String, String> said =
                DiskParameters.merged(request.getParametersMap(), request.getModifiableParametersMap(), known);
        VolumeParameters parameters = ParameterMessages.ofVolume(said, capabilities, known);
        TopologyRequirement accessibility = TopologyMessages.requirement(request.getAccessibilityRequirements());
        Optional<ContentSource> source = request.hasVolumeContentSource()
                ? Optional.of(source(request.getVolumeContentSource()))
                : Optional.empty();
        return new VolumeRequest(
                name,
                capacity,
                capabilities,
                parameters,
                source,
                accessibility,
                KubernetesParameters.claim(request.getParametersMap()));
    }

    static PageRequest page(ListVolumesRequest request) {
        return page(request.getMaxEntries(), request.getStartingToken());
    }

    static PageRequest page(int maxEntries, String startingToken) {
        if (maxEntries < 0) {
            throw new StorageException.InvalidArgument("max_entries: " + maxEntries + " is negative");
        }
        return new PageRequest(maxEntries, startingToken);
    }

    static dev.zonal.csi.v1.Volume message(Volume volume) {
        dev.zonal.csi.v1.Volume.Builder message = dev.zonal.csi.v1.Volume.newBuilder()
                .setVolumeId(volume.id().value())
                .setCapacityBytes(volume.capacity().bytes())
                .addAllAccessibleTopology(TopologyMessages.messages(volume.accessibleFrom()));
        volume.source().ifPresent(source -> message.setContentSource(message(source)));
        return message.build();
    }

    private static ContentSource source(VolumeContentSource source) {
        return switch (source.getTypeCase()) {
            case SNAPSHOT ->
                new ContentSource.FromSnapshot(Ids.existingSnapshot(
                        "volume_content_source.snapshot.snapshot_id",
                        source.getSnapshot().getSnapshotId()));
            case VOLUME ->
                new ContentSource.FromVolume(Ids.existingVolume(
                        "volume_content_source.volume.volume_id",
                        source.getVolume().getVolumeId()));
            case TYPE_NOT_SET ->
                throw new StorageException.InvalidArgument(
                        "volume_content_source.type: missing; say snapshot or volume");
        };
    }

    private static VolumeContentSource message(ContentSource source) {
        VolumeContentSource.Builder message = VolumeContentSource.newBuilder();
        switch (source) {
            case ContentSource.FromSnapshot from ->
                message.getSnapshotBuilder().setSnapshotId(from.id().value());
            case ContentSource.FromVolume from ->
                message.getVolumeBuilder().setVolumeId(from.id().value());
        }
        return message.build();
    }
}
