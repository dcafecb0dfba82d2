package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.OutputOption;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.config.Endpoint;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks a driver something and shows the answer. What the driver refuses is for {@link Failures}. */
abstract class CallCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOption output;

    abstract Shown ask(CsiClient client);

    @Override
    public final Integer call() {
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        Shown shown;
        try (CsiClient client = connection.connect();
                Patience _ = Patience.begin(spec.qualifiedName(), ansi.enabled())) {
            shown = ask(client);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(shown.as(output.format(), ansi));
        out.flush();
        return shown.exitCode();
    }

    /** The driver that is asked. */
    final Endpoint endpoint() {
        return connection.endpoint();
    }

    /** How the answer will be shown. */
    final OutputOption.Format format() {
        return output.format();
    }

    /** What was written on the command line makes no sense, and here is why. */
    ParameterException misused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
