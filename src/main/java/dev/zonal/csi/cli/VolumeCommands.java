package dev.zonal.csi.cli;

import picocli.CommandLine.Command;

/** The commands about volumes. */
@Command(
        name = "volume",
        description = "Make, copy, show, grow and delete volumes.",
        subcommands = {
            VolumeCreate.class,
            VolumeClone.class,
            VolumeRestore.class,
            VolumeList.class,
            VolumeShow.class,
            VolumeExpand.class,
            VolumeDelete.class
        })
final class VolumeCommands {}
