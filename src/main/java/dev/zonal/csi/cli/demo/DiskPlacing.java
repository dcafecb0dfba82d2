package dev.zonal.csi.cli.demo;

import dev.zonal.csi.v1.Volume;
import java.util.List;

/** Where a disk is made decides for ever which instances can have it. */
final class DiskPlacing {
    private static final String ANYWHERE = "anywhere";

    private DiskPlacing() {}

    static void createAnywhere(CloudScene stage) {
        Scene scene = stage.scene();
        Volume volume = VolumeCalls.create(
                scene,
                ANYWHERE + ", 1Gi, no topology",
                VolumeCalls.request(ANYWHERE).build());
        scene.narrator()
                .promise(
                        "it is not in zone " + CloudCast.HOME + ", where its pod runs",
                        !DiskCalls.isIn(volume, CloudCast.HOME));
        scene.narrator()
                .refused(
                        "ControllerPublishVolume",
                        ANYWHERE + " to " + CloudCast.FIRST,
                        DiskCalls.publishRequest(scene, ANYWHERE, CloudCast.FIRST),
                        scene.client().controller()::controllerPublishVolume,
                        "FAILED_PRECONDITION",
                        List.of("zone " + CloudCast.AWAY, "zone " + CloudCast.HOME));
        VolumeCalls.delete(scene, ANYWHERE);
    }

    static void createWhereNeeded(CloudScene stage) {
        Volume volume = VolumeCalls.create(
                stage.scene(),
                Placing.ORDERS + ", 1Gi, requisite zone=" + CloudCast.HOME,
                DiskCalls.inZone(stage.scene(), Placing.ORDERS, CloudCast.HOME).build());
        stage.narrator().promise("it is in zone " + CloudCast.HOME, DiskCalls.isIn(volume, CloudCast.HOME));
    }

    static void attachAndUse(CloudScene stage) {
        DiskCalls.attach(stage.scene(), Placing.ORDERS, CloudCast.FIRST);
        Using.stageAndPublish(stage.scene());
        Using.writeFiles(stage.scene());
    }
}
