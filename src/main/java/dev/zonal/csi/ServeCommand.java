package dev.zonal.csi;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.simulator.CloudFolderException;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.Configuration.NodeSettings;
import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.config.ConfigurationReader;
import dev.zonal.csi.config.Setting;
import dev.zonal.csi.config.Settings;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.kubelet.KubernetesException;
import dev.zonal.csi.kubelet.NodePlace;
import dev.zonal.csi.logging.Logging;
import dev.zonal.csi.metrics.HttpException;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.server.SocketException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code zonal serve}: runs the driver until it is told to stop. Its options are the table of settings. */
final class ServeCommand implements Callable<Integer> {
    private static final int WRONG_USE = 2;
    private static final int FAILED = 1;

    private final Function<Configuration, Host> host;
    private final CommandSpec spec;

    private ServeCommand(Function<Configuration, Host> host) {
        this.host = host;
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

    /** @param host opened by a start of the driver alone */
    static CommandLine commandLine(Function<Configuration, Host> host) {
        return new CommandLine(new ServeCommand(host).spec).setExpandAtFiles(false);
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

    /** What a command line says, by setting. */
    static Map<Setting<?>, List<String>> flags(ParseResult parsed) {
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
        CommandLine command = spec.commandLine();
        try {
            Configuration configuration = ConfigurationReader.read(flags(command.getParseResult()), System.getenv());
            Logging.start(configuration.log(), System.err);
            Configuration located = located(configuration);
            CloudArrival.await(located);
            Driver driver = new Driver(located, host);
            stopOnSignal(driver);
            driver.start();
            driver.awaitStop();
            return 0;
        } catch (ConfigurationException wrong) {
            command.getErr().println("zonal: " + wrong.getMessage());
            return WRONG_USE;
        } catch (StorageException
                | HostException
                | SocketException
                | HttpException
                | KubernetesException
                | CloudException
                | CloudFolderException failed) {
            command.getErr().println("zonal: " + failed.getMessage());
            return FAILED;
        }
    }

    /** With what the labels of the node say, which is waited for before anything is started: a signal ends that at once. */
    private static Configuration located(Configuration configuration) {
        NodeSettings node = configuration.node();
        return node.labels().isEmpty()
                ? configuration
                : configuration.at(
                        NodePlace.ofThisPod(node.nodeId(), node.labels()).find());
    }

    /** A signal ends the JVM with 128 and its number; a driver that stopped as it should ends with 0. */
    private static void stopOnSignal(Driver driver) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            if (driver.stop()) {
                Runtime.getRuntime().halt(0);
            }
        }));
    }
}
