package dev.zonal.csi.cli.demo;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.v1.ControllerPublishVolumeRequest;
import dev.zonal.csi.v1.ControllerPublishVolumeResponse;
import dev.zonal.csi.v1.Volume;
import java.util.List;

/** An instance and a zone go away, and what is elsewhere goes on. */
final class CloudAccidents {
    static final String MEANWHILE = "meanwhile";

    private CloudAccidents() {}

    static void loseInstance(CloudScene stage) {
        Scene scene = stage.scene();
        scene.narrator().act("instance " + CloudCast.FIRST + " dies, and all that ran on it", () -> {
            stage.cast().kill(CloudCast.FIRST);
            scene.unmount(Placing.ORDERS);
            stage.cast().control().killInstance(new InstanceId(CloudCast.FIRST));
        });
        stage.use(Placing.ORDERS, CloudCast.SECOND);
        scene.narrator()
                .promise(
                        "every file is as it was written",
                        SampleFiles.checksums(scene.target(Placing.ORDERS)).equals(scene.checksums()));
    }

    static void loseZone(CloudScene stage) {
        Scene scene = stage.scene();
        scene.narrator()
                .act(
                        "zone " + CloudCast.AWAY + " does not answer any more",
                        () -> stage.cast().control().setZoneUp(CloudCast.AWAY, false));
        scene.narrator()
                .refused(
                        "ControllerPublishVolume",
                        Rescue.RESTORED + " to " + CloudCast.FAR + ", within two seconds",
                        DiskCalls.publishRequest(scene, Rescue.RESTORED, CloudCast.FAR),
                        request -> hurriedly(stage, request),
                        "UNAVAILABLE",
                        List.of("zone " + CloudCast.AWAY));
        Volume made = VolumeCalls.create(
                scene,
                MEANWHILE + ", 1Gi, requisite zone=" + CloudCast.HOME,
                DiskCalls.inZone(scene, MEANWHILE, CloudCast.HOME).build());
        DiskCalls.attach(scene, MEANWHILE, CloudCast.SECOND);
        scene.narrator().promise("zone " + CloudCast.HOME + " goes on", DiskCalls.isIn(made, CloudCast.HOME));
    }

    /** A call whose time was over in the very moment of its answer is made again, as an orchestrator does it. */
    private static ControllerPublishVolumeResponse hurriedly(CloudScene stage, ControllerPublishVolumeRequest request) {
        try {
            return stage.cast().hurriedController().controller().controllerPublishVolume(request);
        } catch (CallFailed late) {
            if (!late.codeName().equals("DEADLINE_EXCEEDED")) {
                throw late;
            }
            return stage.cast().hurriedController().controller().controllerPublishVolume(request);
        }
    }

    static void regainZone(CloudScene stage) {
        stage.narrator()
                .act(
                        "zone " + CloudCast.AWAY + " answers again",
                        () -> stage.cast().control().setZoneUp(CloudCast.AWAY, true));
        stage.use(Rescue.RESTORED, CloudCast.FAR);
        Rescue.compare(stage.scene());
    }
}
