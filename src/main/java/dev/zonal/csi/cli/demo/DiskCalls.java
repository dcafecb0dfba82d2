package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.client.SegmentKeys;
import dev.zonal.csi.v1.ControllerPublishVolumeRequest;
import dev.zonal.csi.v1.ControllerPublishVolumeResponse;
import dev.zonal.csi.v1.ControllerUnpublishVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.TopologyRequirement;
import dev.zonal.csi.v1.Volume;

/** What is asked of a volume that is a disk of a cloud: to be in a zone, to come to an instance, to leave it. */
final class DiskCalls {
    private static final String ZONE = "zone";

    private DiskCalls() {}

    /** A volume that has to be in that zone. */
    static CreateVolumeRequest.Builder inZone(Scene scene, String name, String zone) {
        String key = new SegmentKeys(scene.client()).whole(ZONE);
        return VolumeCalls.request(name)
                .setAccessibilityRequirements(TopologyRequirement.newBuilder()
                        .addRequisite(Topology.newBuilder().putSegments(key, zone)));
    }

    static boolean isIn(Volume volume, String zone) {
        return volume.getAccessibleTopologyList().stream()
                .flatMap(place -> place.getSegmentsMap().entrySet().stream())
                .anyMatch(segment -> HumanReadable.shortKey(segment.getKey()).equals(ZONE)
                        && segment.getValue().equals(zone));
    }

    static ControllerPublishVolumeRequest publishRequest(Scene scene, String name, String instance) {
        return ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId(scene.volumeId(name))
                .setNodeId(instance)
                .setVolumeCapability(VolumeCalls.CAPABILITY)
                .build();
    }

    static void attach(Scene scene, String name, String instance) {
        ControllerPublishVolumeResponse answer = scene.narrator()
                .call(
                        "ControllerPublishVolume",
                        name + " to " + instance,
                        publishRequest(scene, name, instance),
                        scene.client().controller()::controllerPublishVolume,
                        _ -> "");
        scene.publishContext(name, answer.getPublishContextMap());
    }

    static void detach(Scene scene, String name, String instance) {
        scene.narrator()
                .call(
                        "ControllerUnpublishVolume",
                        name + " from " + instance,
                        ControllerUnpublishVolumeRequest.newBuilder()
                                .setVolumeId(scene.volumeId(name))
                                .setNodeId(instance)
                                .build(),
                        scene.client().controller()::controllerUnpublishVolume,
                        _ -> "");
    }
}
