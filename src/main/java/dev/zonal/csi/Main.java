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
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** The program's commands, as far as these arguments need them. */
    static CommandLine commandLine(String... arguments) {
        CommandLine root = new CommandLine(new Main())
                .addSubcommand(ServeCommand.commandLine())
                .addSubcommand(new Rehearsal());
        ProcessCommands programs = new ProcessCommands();
        return new Subcommands(programs, () -> LinuxHost.of(programs), EmbeddedDriver::start).addTo(root, arguments);
    }
}
