package dev.zonal.csi;

import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.config.ConfigurationReader;
import dev.zonal.csi.config.Setting;
import dev.zonal.csi.config.Settings;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.kubelet.KubernetesException;
import dev.zonal.csi.logging.Logging;
import dev.zonal.csi.metrics.HttpException;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.server.SocketException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code zonal serve}: runs the driver until it is told to stop. Its options are the table of settings. */
final class ServeCommand implements Callable<Integer> {
    private final CommandSpec spec;

    private ServeCommand() {
        spec = CommandSpec.wrapWithoutInspection(this).name("serve").mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description("Serves CSI on a unix socket, until SIGTERM or SIGINT.")
                .footer(
                        "",
                        "Every option can also be set by its environment variable or in a file (--config); an option"
                                + " goes before a variable, and that before the file.",
                        "",
                        "Example:",
                        "  zonal serve --endpoint unix:///run/zonal/csi.sock --node-id n1 \\",
                        "      --topology zone=a,rack=r1 --pool /var/lib/zonal/pool.img --pool-size 20Gi");
        Settings.ALL.forEach(setting -> spec.addOption(option(setting)));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ServeCommand().spec);
    }

    /** What these arguments say, with nothing from the environment. */
    static Configuration configuration(List<String> arguments) {
        ParseResult parsed = commandLine().parseArgs(arguments.toArray(String[]::new));
        return ConfigurationReader.read(flags(parsed), Map.of());
    }

    private static OptionSpec option(Setting<?> setting) {
        OptionSpec.Builder option = OptionSpec.builder(setting.flag())
                .paramLabel(setting.label())
                .description(setting.doc()
                        + setting.fallback()
                                .map(fallback -> " Default: " + fallback + ".")
                                .orElse(""));
        return (setting.repeatable()
                        ? option.type(List.class).auxiliaryTypes(String.class).arity("1")
                        : option.type(String.class).arity("1"))
                .build();
    }

    private static Map<Setting<?>, List<String>> flags(ParseResult parsed) {
        Map<Setting<?>, List<String>> flags = new HashMap<>();
        for (Setting<?> setting : Settings.ALL) {
            if (parsed.hasMatchedOption(setting.flag())) {
                flags.put(setting, parsed.matchedOption(setting.flag()).originalStringValues());
            }
        }
        return flags;
    }

    @Override
    public Integer call() {
        try {
            Configuration configuration =
                    ConfigurationReader.read(flags(spec.commandLine().getParseResult()), System.getenv());
            Logging.start(configuration.log(), System.err);
            Driver driver = new Driver(NodeLocation.find(configuration));
            stopOnSignal(driver);
            driver.start(Version.current());
            driver.awaitStop();
            return CommandLine.ExitCode.OK;
        } catch (ConfigurationException wrong) {
            return refuse(wrong, CommandLine.ExitCode.USAGE);
        } catch (StorageException | HostException | SocketException | HttpException | KubernetesException failed) {
            return refuse(failed, CommandLine.ExitCode.SOFTWARE);
        }
    }

    /** What an operator has to see to; a sentence is enough, whatever the log's level. */
    private int refuse(RuntimeException reason, int exitCode) {
        spec.commandLine().getErr().println("zonal: " + reason.getMessage());
        return exitCode;
    }

    /** A signal ends the JVM with 128 and its number; a driver that stopped as it should ends with 0. */
    private static void stopOnSignal(Driver driver) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            if (driver.stop()) {
                Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
            }
        }));
    }
}
