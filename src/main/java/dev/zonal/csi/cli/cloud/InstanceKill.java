package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.v1.KillInstanceRequest;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** KillInstance. */
@Command(
        name = "kill",
        description = "Let an instance die. Its disks stay.",
        footer = {"", "Example:", "  zonal cloud instance kill i-1"})
final class InstanceKill extends CloudCommand {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name;

    @Override
    Shown ask(CloudConnection connection) {
        connection.control().killInstance(new InstanceId(name));
        return Shown.done(
                KillInstanceRequest.newBuilder().setInstance(name).build(), name, "instance " + name + " is dead");
    }
}
