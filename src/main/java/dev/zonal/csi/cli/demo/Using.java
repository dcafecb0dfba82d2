package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Table;
import java.nio.file.Path;
import java.util.Map;

/** A volume in use: mounted where a workload sees it, with files in it. */
final class Using {
    private static final int SHORT_CHECKSUM = 16;

    private Using() {}

    static void stageAndPublish(Scene scene) {
        VolumeCalls.use(scene, Placing.ORDERS);
        scene.narrator()
                .promise(
                        "a filesystem of its own is mounted at pods/" + Placing.ORDERS,
                        scene.isMounted(scene.target(Placing.ORDERS)));
    }

    static void writeFiles(Scene scene) {
        Path folder = scene.target(Placing.ORDERS);
        scene.narrator()
                .act(
                        "write " + HumanReadable.size(SampleFiles.totalBytes()) + " of data, durably",
                        () -> SampleFiles.write(folder));
        Map<String, String> checksums = SampleFiles.checksums(folder);
        scene.checksums(checksums);
        Table table = Table.of("FILE", "SHA-256");
        checksums.forEach((name, sum) -> table.row(name, sum.substring(0, SHORT_CHECKSUM) + "…"));
        scene.narrator().picture(table);
    }
}
