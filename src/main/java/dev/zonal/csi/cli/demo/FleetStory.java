package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.SegmentKeys;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.FleetNode;
import dev.zonal.csi.v1.FleetStatusRequest;
import dev.zonal.csi.v1.FleetStatusResponse;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.ListVolumesResponse;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.TopologyRequirement;
import dev.zonal.csi.v1.Volume;
import java.util.List;
import java.util.Locale;

/** The story of many nodes: what can be seen when data, and who asks for it, are not in one place. */
final class FleetStory {
    private static final String CARTS = "carts";
    private static final String LATER = "later";

    private FleetStory() {}

    static List<Story.Step<FleetScene>> steps() {
        return List.of(
                new Story.Step<>("Three nodes, two controllers", FleetStory::introduce),
                new Story.Step<>("A volume on n2, as a pod there needs it", FleetStory::createAndUse),
                new Story.Step<>("A snapshot, cut through the other controller", FleetStory::snapshot),
                new Story.Step<>("A mistake", scene -> Rescue.mistake(scene.through("c1"))),
                new Story.Step<>("A restore that is asked for on n1 lands by its data", FleetStory::restore),
                new Story.Step<>("The data is back", scene -> Rescue.compare(scene.through("c1"))),
                new Story.Step<>("A node goes away", FleetStory::loseNode),
                new Story.Step<>("It comes back, and nothing is doubled", FleetStory::regainNode),
                new Story.Step<>(
                        "A controller goes away, and the other one answers the same", FleetStory::loseController),
                new Story.Step<>("Clean-up", FleetStory::cleanUp));
    }

    private static void introduce(FleetScene scene) {
        FleetStatusResponse status = status(scene, "c1");
        boolean allHere = status.getNodesList().stream().allMatch(node -> node.getState() == FleetNode.State.HERE);
        scene.narrator().promise("each of the three is there with a pool", allHere && status.getNodesCount() == 3);
    }

    private static void createAndUse(FleetScene scene) {
        Scene first = scene.through("c1");
        Volume volume = VolumeCalls.create(
                first, Placing.ORDERS + ", preferred node=n2", preferring(scene, Placing.ORDERS, "n2"));
        scene.narrator().promise("it is on n2", isOn(volume, "n2"));
        VolumeCalls.use(first, Placing.ORDERS);
        Using.writeFiles(first);
    }

    private static void snapshot(FleetScene scene) {
        Rescue.snapshot(scene.through("c2"));
        // What another one did is known a moment later.
        scene.cast().awaitSnapshots("c1", 1);
        scene.narrator().promise("the first controller lists it too, a moment later", true);
    }

    private static void restore(FleetScene scene) {
        Scene first = scene.through("c1");
        CreateVolumeRequest request = preferring(scene, Rescue.RESTORED, "n1").toBuilder()
                .setVolumeContentSource(VolumeCalls.ofSnapshot(first.snapshotId(Rescue.BEFORE)))
                .build();
        Volume volume =
                VolumeCalls.create(first, Rescue.RESTORED + " from " + Rescue.BEFORE + ", preferred node=n1", request);
        scene.narrator().promise("it is on n2, where the snapshot is: the pod follows", isOn(volume, "n2"));
        VolumeCalls.use(first, Rescue.RESTORED);
    }

    private static void loseNode(FleetScene scene) {
        Scene first = scene.through("c1");
        VolumeCalls.create(first, CARTS + ", preferred node=n3", preferring(scene, CARTS, "n3"));
        scene.narrator().act("kill -9 the process of n3", () -> scene.cast().kill("n3"));
        FleetCast.CONTROLLERS.forEach(controller -> scene.cast().awaitState(controller, "n3", FleetNode.State.AWAY));
        scene.narrator()
                .refused(
                        "DeleteVolume",
                        CARTS,
                        DeleteVolumeRequest.newBuilder()
                                .setVolumeId(first.volumeId(CARTS))
                                .build(),
                        first.client().controller()::deleteVolume,
                        "UNAVAILABLE");
        Volume made = VolumeCalls.create(first, LATER + ", preferred node=n3", preferring(scene, LATER, "n3"));
        scene.narrator().promise("a new volume is made on a node that is there", !isOn(made, "n3"));
        scene.narrator()
                .promise("all four are still listed", volumes(scene, "c1").getEntriesCount() == 4);
    }

    private static void regainNode(FleetScene scene) {
        scene.narrator().act("start n3 again", () -> {
            scene.cast().startAgain("n3");
            FleetCast.CONTROLLERS.forEach(
                    controller -> scene.cast().awaitState(controller, "n3", FleetNode.State.HERE));
        });
        Scene first = scene.through("c1");
        String before = first.volumeId(CARTS);
        Volume again = VolumeCalls.create(
                first, CARTS + ", the same once more, preferred node=n1", preferring(scene, CARTS, "n1"));
        scene.narrator()
                .promise("it is the volume that n3 had", again.getVolumeId().equals(before));
        scene.narrator().promise("four volumes, as before", volumes(scene, "c1").getEntriesCount() == 4);
    }

    private static void loseController(FleetScene scene) {
        ListVolumesResponse ofFirst = volumes(scene, "c1");
        scene.narrator().act("kill -9 the first controller", () -> scene.cast().kill("c1"));
        scene.narrator()
                .promise("the second one lists the same", volumes(scene, "c2").equals(ofFirst));
        Scene second = scene.through("c2");
        String before = second.volumeId(LATER);
        Volume again =
                VolumeCalls.create(second, LATER + ", which the first one had made", preferring(scene, LATER, "n3"));
        scene.narrator()
                .promise(
                        "the same request gives the same volume",
                        again.getVolumeId().equals(before));
    }

    private static void cleanUp(FleetScene scene) {
        Scene second = scene.through("c2");
        List.of(Placing.ORDERS, Rescue.RESTORED).forEach(used -> VolumeCalls.putAway(second, used));
        List.copyOf(second.volumeNames()).forEach(name -> VolumeCalls.delete(second, name));
        scene.narrator()
                .call(
                        "DeleteSnapshot",
                        Rescue.BEFORE,
                        DeleteSnapshotRequest.newBuilder()
                                .setSnapshotId(second.snapshotId(Rescue.BEFORE))
                                .build(),
                        second.client().controller()::deleteSnapshot,
                        _ -> "");
        boolean noSnapshot = second.client()
                        .controller()
                        .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
                        .getEntriesCount()
                == 0;
        scene.narrator()
                .promise(
                        "no volume and no snapshot is left on any node",
                        volumes(scene, "c2").getEntriesCount() == 0 && noSnapshot);
    }

    /** On any of the nodes, best on that one. */
    private static CreateVolumeRequest preferring(FleetScene scene, String name, String node) {
        TopologyRequirement.Builder places = TopologyRequirement.newBuilder().addPreferred(place(scene, node));
        FleetCast.NODES.forEach(any -> places.addRequisite(place(scene, any)));
        return VolumeCalls.request(name).setAccessibilityRequirements(places).build();
    }

    private static Topology place(FleetScene scene, String node) {
        String key = new SegmentKeys(scene.cast().client("n1")).whole("node");
        return Topology.newBuilder().putSegments(key, node).build();
    }

    private static boolean isOn(Volume volume, String node) {
        return volume.getAccessibleTopologyList().stream()
                .allMatch(place -> place.getSegmentsMap().containsValue(node));
    }

    private static ListVolumesResponse volumes(FleetScene scene, String controller) {
        return scene.narrator()
                .call(
                        "ListVolumes",
                        "of " + controller,
                        ListVolumesRequest.getDefaultInstance(),
                        scene.cast().client(controller).controller()::listVolumes,
                        answer -> answer.getEntriesCount() + " volumes");
    }

    private static FleetStatusResponse status(FleetScene scene, String controller) {
        FleetStatusResponse status = scene.narrator()
                .call(
                        "FleetStatus",
                        "of " + controller,
                        FleetStatusRequest.getDefaultInstance(),
                        _ -> scene.cast().client(controller).maintenance().fleetStatus(),
                        _ -> "");
        Table table = Table.of("NODE", "STATE", "POOL", "AVAILABLE");
        status.getNodesList()
                .forEach(node -> node.getPoolsList()
                        .forEach(pool -> table.row(
                                node.getNodeId(),
                                node.getState().name().toLowerCase(Locale.ROOT),
                                pool.getName(),
                                HumanReadable.size(pool.getAvailableBytes()))));
        scene.narrator().picture(table);
        return status;
    }
}
