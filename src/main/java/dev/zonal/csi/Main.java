package dev.zonal.csi;

import dev.zonal.csi.cli.Subcommands;
import dev.zonal.csi.host.ProcessCommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code zonal}. */
@Command(
        name = "zonal",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A CSI driver: volumes, snapshots, restores and clones that know where they are.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return Subcommands.addTo(
                new CommandLine(new Main()).addSubcommand(ServeCommand.commandLine()),
                new ProcessCommands(),
                Driver::host,
                EmbeddedDriver::start);
    }
}
