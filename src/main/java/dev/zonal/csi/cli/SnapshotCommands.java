package dev.zonal.csi.cli;

import picocli.CommandLine.Command;

/** The commands about snapshots. */
@Command(
        name = "snapshot",
        description = "Cut, show and delete snapshots.",
        subcommands = {SnapshotCreate.class, SnapshotList.class, SnapshotShow.class, SnapshotDelete.class})
final class SnapshotCommands {}
