package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.OutputOption.Format;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.CloudState;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.cloud.wire.StateMessages;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything in a cloud, as a tree: regions, zones, instances, disks, snapshots; what is under way, and the faults. */
@Command(
        name = "show",
        description = "Show all that is in the cloud.",
        footer = {"", "Example:", "  zonal cloud show --watch"})
final class CloudShow extends CloudCommand {
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

    @Option(names = "--watch", description = "Show it again every second, until interrupted.")
    private boolean watching;

    @Override
    public Integer call() {
        if (!watching) {
            return super.call();
        }
        try (CloudConnection connection = connect()) {
            while (!Thread.currentThread().isInterrupted()) {
                Shown shown = ask(connection);
                if (format() == Format.TABLE) {
                    out().print(CLEAR_SCREEN);
                }
                show(shown);
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    @Override
    Shown ask(CloudConnection connection) {
        CloudState state = connection.control().state();
        return new Shown(
                MessageTree.of(StateMessages.message(state)),
                state.disks().stream().map(disk -> disk.id().text()).toList(),
                ansi -> new CloudTree(state, ansi).text(),
                0);
    }
}
