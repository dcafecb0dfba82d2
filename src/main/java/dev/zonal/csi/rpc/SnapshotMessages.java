package dev.zonal.csi.rpc;

import com.google.protobuf.Timestamp;
import dev.zonal.csi.config.Configuration.SpecVersion;
import dev.zonal.csi.controller.PageRequest;
import dev.zonal.csi.controller.SnapshotRequest;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import java.time.Instant;

/** Snapshots on the wire; where they can be used is told since CSI 1.13. */
final class SnapshotMessages {
    private final boolean tellsTopology;

    SnapshotMessages(SpecVersion spec) {
        tellsTopology = spec == SpecVersion.V1_13;
    }

    static SnapshotRequest request(CreateSnapshotRequest request) {
        String name = Fields.name("name", request.getName());
        String source = Fields.required("source_volume_id", request.getSourceVolumeId());
        Consistency consistency = ParameterMessages.ofSnapshot(request.getParametersMap());
        TopologyRequirement accessibility = TopologyMessages.requirement(request.getAccessibilityRequirements());
        return new SnapshotRequest(
                name,
                Ids.existingVolume("source_volume_id", source),
                consistency,
                accessibility,
                KubernetesParameters.volumeSnapshot(request.getParametersMap()));
    }

    static PageRequest page(ListSnapshotsRequest request) {
        return VolumeMessages.page(request.getMaxEntries(), request.getStartingToken());
    }

    dev.zonal.csi.v1.Snapshot message(Snapshot snapshot) {
        dev.zonal.csi.v1.Snapshot.Builder message = dev.zonal.csi.v1.Snapshot.newBuilder()
                .setSnapshotId(snapshot.id().value())
                .setSourceVolumeId(snapshot.source().value())
                .setSizeBytes(snapshot.size().bytes())
                .setCreationTime(timestamp(snapshot.created()))
                .setReadyToUse(snapshot.readyToUse());
        if (tellsTopology) {
            message.addAllAccessibleTopology(TopologyMessages.messages(snapshot.accessibleFrom()));
        }
        return message.build();
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
