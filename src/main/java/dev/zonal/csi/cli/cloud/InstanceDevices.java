package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.v1.SetOtherDevicesRequest;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** SetOtherDevices. */
@Command(
        name = "devices",
        description = "Let network cards, GPUs and local disks take so many slots of an instance from now on.",
        footer = {"", "Example:", "  zonal cloud instance devices i-1 --other 5"})
final class InstanceDevices extends CloudCommand {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name;

    @Option(names = "--other", required = true, paramLabel = "NUMBER", description = "How many slots they take.")
    private int devices;

    @Override
    Shown ask(CloudConnection connection) {
        connection.control().setOtherDevices(new InstanceId(name), devices);
        return Shown.done(
                SetOtherDevicesRequest.newBuilder()
                        .setInstance(name)
                        .setDevices(devices)
                        .build(),
                name,
                "instance " + name + " has " + devices + " devices that are no disks");
    }
}
