package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.v1.SetZoneRequest;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** SetZone, to up. */
@Command(
        name = "up",
        description = "Let a zone answer again.",
        footer = {"", "Example:", "  zonal cloud zone up b"})
final class ZoneUp extends CloudCommand {
    @Parameters(paramLabel = "ZONE", description = "Its name.")
    private String zone;

    @Override
    Shown ask(CloudConnection connection) {
        connection.control().setZoneUp(zone, true);
        return Shown.done(
                SetZoneRequest.newBuilder().setZone(zone).setUp(true).build(), zone, "zone " + zone + " answers");
    }
}
