package dev.zonal.csi.cli.demo;

import dev.zonal.csi.v1.CreateVolumeRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A clone, and that it depends on nothing. */
final class Copying {
    static final String CLONE = "orders-test";
    private static final String TRIAL = "trial.txt";

    private Copying() {}

    static void cloneVolume(Scene scene) {
        CreateVolumeRequest request = VolumeCalls.request(CLONE)
                .setVolumeContentSource(VolumeCalls.ofVolume(scene.volumeId(Rescue.RESTORED)))
                .build();
        VolumeCalls.create(scene, CLONE + " from " + Rescue.RESTORED + ", which is in use", request);
        VolumeCalls.use(scene, CLONE);
        scene.narrator()
                .promise(
                        "it has every file of its source",
                        SampleFiles.checksums(scene.target(CLONE)).equals(scene.checksums()));
        Path trial = scene.target(CLONE).resolve(TRIAL);
        scene.narrator()
                .act(
                        "write " + TRIAL + " into the clone",
                        () -> SampleFiles.durably(trial, "try it here\n".getBytes(StandardCharsets.US_ASCII)));
        scene.narrator()
                .promise(
                        "the source does not see it",
                        !Files.exists(scene.target(Rescue.RESTORED).resolve(TRIAL)));
    }

    static void deleteSource(Scene scene) {
        VolumeCalls.putAway(scene, Rescue.RESTORED);
        VolumeCalls.delete(scene, Rescue.RESTORED);
        Map<String, String> files = SampleFiles.checksums(scene.target(CLONE));
        files.remove(TRIAL);
        scene.narrator().promise("every file of the clone is still what it was", files.equals(scene.checksums()));
    }
}
