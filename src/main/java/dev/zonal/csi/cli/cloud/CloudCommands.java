package dev.zonal.csi.cli.cloud;

import picocli.CommandLine.Command;

/** The commands about a simulated cloud. */
@Command(
        name = "cloud",
        description = "A simulated cloud: regions, zones, instances, disks that attach, and faults on demand.",
        subcommands = {
            CloudShow.class,
            CloudCommands.Disks.class,
            CloudCommands.Snapshots.class,
            CloudCommands.Instances.class,
            CloudCommands.Faults.class,
            CloudCommands.Zones.class,
            CloudCommands.Times.class
        })
public final class CloudCommands {
    @Command(
            name = "disk",
            description = "Make, attach, change and delete disks.",
            subcommands = {
                DiskCreate.class,
                DiskList.class,
                DiskAttach.class,
                DiskDetach.class,
                DiskModify.class,
                DiskDelete.class,
                DiskDetachByHand.class
            })
    static final class Disks {}

    @Command(
            name = "snapshot",
            description = "Cut and delete snapshots of disks.",
            subcommands = {DiskSnapshotCreate.class, DiskSnapshotList.class, DiskSnapshotDelete.class})
    static final class Snapshots {}

    @Command(
            name = "instance",
            description = "Launch instances, and let them die.",
            subcommands = {InstanceAdd.class, InstanceList.class, InstanceDevices.class, InstanceKill.class})
    static final class Instances {}

    @Command(
            name = "fault",
            description = "Let calls go wrong.",
            subcommands = {FaultAdd.class, FaultList.class, FaultClear.class})
    static final class Faults {}

    @Command(
            name = "zone",
            description = "Let zones fail and come back.",
            subcommands = {ZoneDown.class, ZoneUp.class, ZoneSoldOut.class})
    static final class Zones {}

    @Command(name = "clock", description = "Let time pass.", subcommands = ClockAdvance.class)
    static final class Times {}
}
