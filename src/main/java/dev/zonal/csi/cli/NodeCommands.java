package dev.zonal.csi.cli;

import picocli.CommandLine.Command;

/** The commands about what this node does with volumes. */
@Command(
        name = "node",
        description = "Use volumes on this node, as kubelet does.",
        subcommands = {
            NodeInfo.class,
            NodeStage.class,
            NodePublish.class,
            NodeStats.class,
            NodeExpand.class,
            NodeUnpublish.class,
            NodeUnstage.class
        })
final class NodeCommands {}
