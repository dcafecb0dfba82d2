package dev.zonal.csi;

import dev.zonal.csi.cli.Subcommands;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.linux.LinuxHost;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All that the program {@code zonal} can be told on its command line. */
@Command(
        name = "zonal",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        description = "A CSI driver: volumes, snapshots, restores and clones that know where they are.",
        synopsisSubcommandLabel = "COMMAND")
final class Program {
    private Program() {}

    /** Its commands, as far as these arguments need them. */
    static CommandLine commandLine(String... arguments) {
        CommandLine root = new CommandLine(new Program()).addSubcommand(ServeCommand.commandLine());
        ProcessCommands programs = new ProcessCommands();
        return new Subcommands(programs, () -> LinuxHost.of(programs), EmbeddedDriver::start).addTo(root, arguments);
    }
}
