package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.v1.SetZoneRequest;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** SetZone, to down. */
@Command(
        name = "down",
        description = "Let a zone stop answering.",
        footer = {"", "Example:", "  zonal cloud zone down b"})
final class ZoneDown extends CloudCommand {
    @Parameters(paramLabel = "ZONE", description = "Its name.")
    private String zone;

    @Override
    Shown ask(CloudConnection connection) {
        connection.control().setZoneUp(zone, false);
        return Shown.done(
                SetZoneRequest.newBuilder().setZone(zone).build(), zone, "zone " + zone + " does not answer any more");
    }
}
