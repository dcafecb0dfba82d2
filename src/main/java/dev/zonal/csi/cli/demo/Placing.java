package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.client.SegmentKeys;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.GetPluginInfoRequest;
import dev.zonal.csi.v1.NodeGetInfoRequest;
import dev.zonal.csi.v1.NodeGetInfoResponse;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.TopologyRequirement;
import dev.zonal.csi.v1.Volume;

/** Topology: where the node stands, where a volume lands, and where none can be. */
final class Placing {
    /** Where the demo's node stands, as {@code --topology} takes it. */
    static final String HERE = "region=demo,zone=a,rack=r1";

    static final String ORDERS = "orders";

    private Placing() {}

    static void introduce(Scene scene) {
        scene.narrator()
                .call(
                        "GetPluginInfo",
                        "",
                        GetPluginInfoRequest.getDefaultInstance(),
                        _ -> scene.client().identity().getPluginInfo(),
                        info -> info.getName() + " " + info.getVendorVersion());
        NodeGetInfoResponse node = scene.narrator()
                .call(
                        "NodeGetInfo",
                        "",
                        NodeGetInfoRequest.getDefaultInstance(),
                        _ -> scene.node().nodeGetInfo(),
                        info -> "node " + info.getNodeId() + ", reachable places: "
                                + HumanReadable.place(info.getAccessibleTopology()));
        scene.narrator()
                .promise(
                        "the node says where it stands: " + HERE,
                        HumanReadable.place(node.getAccessibleTopology()).startsWith(HERE));
    }

    static void createWhereAllowed(Scene scene) {
        CreateVolumeRequest request = VolumeCalls.request(ORDERS)
                .setAccessibilityRequirements(TopologyRequirement.newBuilder()
                        .addRequisite(place(scene, "zone", "b"))
                        .addRequisite(place(scene, "zone", "a"))
                        .addPreferred(place(scene, "zone", "a")))
                .build();
        Volume volume =
                VolumeCalls.create(scene, ORDERS + ", 1Gi, requisite zone=b or zone=a, preferred zone=a", request);
        scene.narrator().promise("it landed in zone a, where the node is", landedHere(volume));
        Volume again = VolumeCalls.create(scene, ORDERS + ", the same once more", request);
        scene.narrator().promise("the same request gives the same volume", again.equals(volume));
    }

    static void createElsewhere(Scene scene) {
        CreateVolumeRequest request = VolumeCalls.request("elsewhere")
                .setAccessibilityRequirements(TopologyRequirement.newBuilder().addRequisite(place(scene, "zone", "b")))
                .build();
        scene.narrator()
                .refused(
                        "CreateVolume",
                        "elsewhere, 1Gi, requisite zone=b",
                        request,
                        scene.client().controller()::createVolume,
                        "RESOURCE_EXHAUSTED");
    }

    /** A requirement that the volume has to be reachable from this node's zone. */
    static TopologyRequirement here(Scene scene) {
        return TopologyRequirement.newBuilder()
                .addRequisite(place(scene, "zone", "a"))
                .build();
    }

    private static Topology place(Scene scene, String key, String value) {
        return Topology.newBuilder()
                .putSegments(new SegmentKeys(scene.client()).whole(key), value)
                .build();
    }

    static boolean landedHere(Volume volume) {
        return volume.getAccessibleTopologyList().stream()
                .anyMatch(place -> HumanReadable.place(place).startsWith(HERE));
    }
}
