package dev.zonal.csi.cli;

import dev.zonal.csi.cli.demo.DemoCommand;
import dev.zonal.csi.cli.demo.DriverLauncher;
import dev.zonal.csi.cli.doctor.DoctorCommand;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.model.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** All commands for people, to stand beside {@code serve} under the program's root command. */
public final class Subcommands {
    private Subcommands() {}

    /** Adds them, with what they need for reading their options and for saying what went wrong. */
    public static CommandLine addTo(CommandLine root, Commands commands, Supplier<Host> host, DriverLauncher launcher) {
        List.of(
                        new VolumeCommands(),
                        new SnapshotCommands(),
                        new NodeCommands(),
                        new TopologyCommand(),
                        new CapacityCommand(),
                        new ProbeCommand(),
                        new DoctorCommand(host, commands),
                        new DemoCommand(host, commands, launcher),
                        new CompletionCommand())
                .forEach(command -> root.addSubcommand(withHelp(new CommandLine(command))));
        Failures failures = new Failures();
        return root.registerConverter(ByteSize.class, reading(ByteSize::parse))
                .registerConverter(Duration.class, reading(Durations::parse))
                .registerConverter(Endpoint.class, reading(Endpoint::parse))
                .registerConverter(Segments.class, reading(Segments::parse))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
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
}
