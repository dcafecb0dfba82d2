package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.cloud.wire.CloudConnection;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** AddInstance. */
@Command(
        name = "add",
        description = "Launch an instance.",
        footer = {"", "Example:", "  zonal cloud instance add i-1 --zone a --type small"})
final class InstanceAdd extends CloudCommand {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name;

    @Option(names = "--zone", required = true, paramLabel = "ZONE", description = "Where it runs.")
    private String zone;

    @Option(
            names = "--type",
            defaultValue = "small",
            paramLabel = "TYPE",
            description = "Its instance type (default ${DEFAULT-VALUE}).")
    private String type;

    @Mixin
    private TokenOption token;

    @Override
    Shown ask(CloudConnection connection) {
        return InstanceAnswers.of(List.of(
                cloud(connection).addInstance(new NewInstance(new InstanceId(name), zone, type), token.token())));
    }
}
