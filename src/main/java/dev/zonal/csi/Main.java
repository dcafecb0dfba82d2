package dev.zonal.csi;

import dev.zonal.csi.cli.Subcommands;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.linux.LinuxHost;
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
        ProcessCommands programs = new ProcessCommands();
        return Subcommands.addTo(
                new CommandLine(new Main()).addSubcommand(ServeCommand.commandLine()),
                programs,
                () -> LinuxHost.of(programs),
                EmbeddedDriver::start);
    }
}
