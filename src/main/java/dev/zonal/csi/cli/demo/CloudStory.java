package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.cloud.CloudState;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.Zone;
import dev.zonal.csi.v1.NodeGetInfoRequest;
import dev.zonal.csi.v1.NodeGetInfoResponse;
import java.util.List;
import java.util.stream.Collectors;

/** The story of a cloud: what can be seen when zones matter, and instances, zones and calls fail. */
final class CloudStory {
    private CloudStory() {}

    static List<Story.Step<CloudScene>> steps() {
        return List.of(
                new Story.Step<>("One region, three zones, three instances", CloudStory::introduce),
                new Story.Step<>("A disk that may be anywhere is in the wrong zone", DiskPlacing::createAnywhere),
                new Story.Step<>("The same with topology is where its pod runs", DiskPlacing::createWhereNeeded),
                new Story.Step<>("Attached, staged, published, written", DiskPlacing::attachAndUse),
                new Story.Step<>("An instance dies, and its disk comes to another one", CloudAccidents::loseInstance),
                new Story.Step<>("A snapshot, which belongs to the region", DiskRescue::snapshot),
                new Story.Step<>("A mistake", stage -> Rescue.mistake(stage.scene())),
                new Story.Step<>("A restore in another zone, while the cloud throttles", DiskRescue::restore),
                new Story.Step<>("That zone goes down before the disk is attached", CloudAccidents::loseZone),
                new Story.Step<>("It is up again, and the data is there", CloudAccidents::regainZone),
                new Story.Step<>("Clean-up", CloudStory::cleanUp));
    }

    private static void introduce(CloudScene stage) {
        CloudState state = stage.cast().state();
        Table table = Table.of("REGION", "ZONE", "INSTANCES");
        state.offer()
                .regions()
                .forEach(region -> region.zones()
                        .forEach(zone -> table.row(region.name(), zone.name(), instancesIn(zone, state))));
        stage.narrator().picture(table);
        for (String instance : CloudCast.INSTANCES) {
            NodeGetInfoResponse node = stage.narrator()
                    .call(
                            "NodeGetInfo",
                            "of " + instance,
                            NodeGetInfoRequest.getDefaultInstance(),
                            _ -> stage.cast().node(instance).nodeGetInfo(),
                            info -> "node " + info.getNodeId() + ", at most " + info.getMaxVolumesPerNode()
                                    + " volumes, reachable places: "
                                    + HumanReadable.place(info.getAccessibleTopology()));
            String zone = CloudCast.zoneOf(instance);
            stage.narrator()
                    .promise(
                            instance + " says that it is in zone " + zone,
                            HumanReadable.place(node.getAccessibleTopology()).endsWith("zone=" + zone));
        }
    }

    private static String instancesIn(Zone zone, CloudState state) {
        return state.instances().stream()
                .filter(instance -> instance.zone().equals(zone.name()))
                .map(Instance::id)
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static void cleanUp(CloudScene stage) {
        stage.putAway(Rescue.RESTORED, CloudCast.FAR);
        stage.putAway(Placing.ORDERS, CloudCast.SECOND);
        DiskCalls.detach(stage.scene(), CloudAccidents.MEANWHILE, CloudCast.SECOND);
        Ending.deleteAll(stage.scene());
        stage.cast().awaitEmptyCloud();
        stage.narrator()
                .promise(
                        "the cloud has nothing under way any more",
                        stage.cast().state().operations().isEmpty());
    }
}
