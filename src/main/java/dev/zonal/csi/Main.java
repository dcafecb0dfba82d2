package dev.zonal.csi;

import dev.zonal.csi.cli.Subcommands;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.ValueParsers;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.linux.LinuxHost;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the program {@code zonal}: a command line with the driver, {@code serve}, and commands for people. */
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

    /** The commands of the program, as far as these arguments need them. */
    private static CommandLine commandLine(String... arguments) {
        ProcessCommands programs = new ProcessCommands();
        Supplier<Host> host = () -> LinuxHost.of(programs);
        CommandLine root = new CommandLine(new Main()).addSubcommand(ServeCommand.commandLine(DriverHost::of));
        new Subcommands(
                        programs,
                        host,
                        (serveArguments, log) -> Driver.start(serveArguments, DriverHost::of, log)::stop)
                .addTo(root, arguments);
        // What needs more than a driver's socket is put together here, as the driver is.
        Optional.ofNullable(root.getSubcommands().get("cloud"))
                .ifPresent(cloud -> cloud.addSubcommand(new CloudServeCommand())
                        .registerConverter(ControlAddress.class, ControlAddress::parse)
                        .registerConverter(InetSocketAddress.class, ValueParsers::address)
                        .registerConverter(URI.class, ValueParsers::collector));
        Optional.ofNullable(root.getSubcommands().get("fleet"))
                .ifPresent(fleet -> fleet.addSubcommand(new FleetUnlabelCommand(System.getenv())));
        // A value may begin with @, such as that of --agents; no file of arguments is meant.
        return root.setExpandAtFiles(false);
    }
}
