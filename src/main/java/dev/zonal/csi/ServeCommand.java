package dev.zonal.csi;

import dev.zonal.csi.config.Setting;
import dev.zonal.csi.config.Settings;
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
        spec = CommandSpec.wrapWithoutInspection(this).name(Serve.NAME).mixinStandardHelpOptions(true);
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

    /** What the command line says, by setting. */
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
        return Serve.untilStopped(
                flags(spec.commandLine().getParseResult()), spec.commandLine().getErr()::println);
    }
}
