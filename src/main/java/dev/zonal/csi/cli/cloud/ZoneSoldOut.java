package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.v1.SetSoldOutRequest;
import dev.zonal.csi.cloud.wire.CloudConnection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** SetSoldOut. */
@Command(
        name = "sold-out",
        description = "Let a zone have no disks left to sell, or have some again.",
        footer = {"", "Example:", "  zonal cloud zone sold-out b --category standard"})
final class ZoneSoldOut extends CloudCommand {
    @Parameters(paramLabel = "ZONE", description = "Its name.")
    private String zone;

    @Option(names = "--category", paramLabel = "CATEGORY", description = "Of this category alone; of all by default.")
    private @Nullable String category;

    @Option(names = "--over", description = "There are some again.")
    private boolean over;

    @Override
    Shown ask(CloudConnection connection) {
        Optional<String> one = Optional.ofNullable(category);
        connection.control().setSoldOut(zone, one, !over);
        return Shown.done(
                SetSoldOutRequest.newBuilder()
                        .setZone(zone)
                        .setCategory(one.orElse(""))
                        .setSoldOut(!over)
                        .build(),
                zone,
                "zone " + zone + (over ? " sells " : " has sold out ")
                        + one.map(name -> "disks of category " + name).orElse("all disks"));
    }
}
