package dev.zonal.csi.cli;

import dev.zonal.csi.cli.cloud.CloudCommands;
import dev.zonal.csi.cli.demo.DemoCommand;
import dev.zonal.csi.cli.demo.DriverLauncher;
import dev.zonal.csi.cli.doctor.DoctorCommand;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.config.ValueParsers;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.model.ByteSize;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** All commands for people, to stand beside {@code serve} under the program's root command. */
public final class Subcommands {
    private static final String NEEDS_ALL = "completion";

    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

    /**
     * @param host opened only by a command that needs it
     * @param launcher starts the driver for the demo
     */
    public Subcommands(Commands programs, Supplier<Host> host, DriverLauncher launcher) {
        commands.put("volume", VolumeCommands::new);
        commands.put("snapshot", SnapshotCommands::new);
        commands.put("node", NodeCommands::new);
        commands.put("topology", TopologyCommand::new);
        commands.put("capacity", CapacityCommand::new);
        commands.put("fleet", FleetCommands::new);
        commands.put("probe", ProbeCommand::new);
        commands.put("gc", GarbageCommand::new);
        commands.put("cloud", CloudCommands::new);
        commands.put("doctor", () -> new DoctorCommand(host, programs));
        commands.put("demo", () -> new DemoCommand(host, programs, launcher));
        commands.put(NEEDS_ALL, CompletionCommand::new);
    }

    /**
     * Adds the commands that a command line can come to: the one that it names, or all of them. Reading what all of
     * them take would be half of the time that a short command needs.
     */
    public CommandLine addTo(CommandLine root, String... arguments) {
        needed(root, arguments).forEach(command -> root.addSubcommand(withHelp(new CommandLine(command.get()))));
        Failures failures = new Failures();
        return root.registerConverter(ByteSize.class, reading(ByteSize::parse))
                .registerConverter(Duration.class, reading(ValueParsers::duration))
                .registerConverter(Endpoint.class, reading(Endpoint::parse))
                .registerConverter(ControlAddress.class, reading(ControlAddress::parse))
                .registerConverter(Segments.class, reading(Segments::parse))
                .setColorScheme(Help.defaultColorScheme("dumb".equals(System.getenv("TERM")) ? Ansi.OFF : Ansi.AUTO))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    private Collection<Supplier<Object>> needed(CommandLine root, String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        if (root.getSubcommands().containsKey(first)) {
            return List.of();
        }
        Optional<Supplier<Object>> named = Optional.ofNullable(commands.get(first));
        return named.isEmpty() || first.equals(NEEDS_ALL) ? commands.values() : List.of(named.get());
    }

    private static CommandLine withHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        command.getSubcommands().values().stream().distinct().forEach(Subcommands::withHelp);
        return command;
    }

    /** The parser's own sentence, without picocli's words about Java types around it. */
    private static <T> ITypeConverter<T> reading(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException unreadable) {
                throw new TypeConversionException(String.valueOf(unreadable.getMessage()));
            }
        };
    }

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
    private static final class VolumeCommands {}

    /** The commands about snapshots. */
    @Command(
            name = "snapshot",
            description = "Cut, show and delete snapshots.",
            subcommands = {SnapshotCreate.class, SnapshotList.class, SnapshotShow.class, SnapshotDelete.class})
    private static final class SnapshotCommands {}

    /** The commands about what this node does with volumes. */
    @Command(
            name = "node",
            description = "Use volumes on this node, as kubelet does.",
            subcommands = {
                NodeInfoCommand.class,
                NodeStage.class,
                NodePublish.class,
                NodeStats.class,
                NodeExpand.class,
                NodeUnpublish.class,
                NodeUnstage.class
            })
    private static final class NodeCommands {}

    /** The commands about the nodes of a fleet. */
    @Command(name = "fleet", description = "The nodes of a fleet.", subcommands = FleetStatusCommand.class)
    private static final class FleetCommands {}
}
