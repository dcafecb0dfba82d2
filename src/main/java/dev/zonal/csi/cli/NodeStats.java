package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.NodeGetVolumeStatsRequest;
import dev.zonal.csi.v1.NodeGetVolumeStatsResponse;
import dev.zonal.csi.v1.VolumeUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** NodeGetVolumeStats. */
@Command(
        name = "stats",
        description = "Show how full a volume is, and how it is.",
        footer = {"", "Example:", "  zonal node stats db /srv/db"})
final class NodeStats extends CallCommand {
    @Parameters(
            index = "0",
            paramLabel = "VOLUME",
            description = "Its id, the name it was made with, or NAMESPACE/NAME of its claim.")
    private String volume;

    @Parameters(index = "1", paramLabel = "VOLUME_PATH", description = "Where it is staged or published.")
    private Path volumePath;

    @Option(names = "--staging", paramLabel = "STAGING_PATH", description = "Where the volume is staged.")
    private Optional<Path> stagingPath = Optional.empty();

    @Override
    Shown ask(CsiClient client) {
        NodeGetVolumeStatsRequest.Builder request = NodeGetVolumeStatsRequest.newBuilder()
                .setVolumeId(Names.volumeOrSaid(client, volume))
                .setVolumePath(Folders.absolute(volumePath).toString());
        stagingPath.ifPresent(
                path -> request.setStagingTargetPath(Folders.absolute(path).toString()));
        NodeGetVolumeStatsResponse response = client.node().nodeGetVolumeStats(request.build());
        return Shown.of(response, List.of(volume), table(response));
    }

    private static Table table(NodeGetVolumeStatsResponse response) {
        Table table = Table.of("UNIT", "TOTAL", "USED", "AVAILABLE", "CONDITION");
        String condition = response.hasVolumeCondition() ? VolumeTable.condition(response.getVolumeCondition()) : "";
        for (VolumeUsage usage : response.getUsageList()) {
            boolean bytes = usage.getUnit() == VolumeUsage.Unit.BYTES;
            table.row(
                    bytes ? "bytes" : "inodes",
                    amount(usage.getTotal(), bytes),
                    amount(usage.getUsed(), bytes),
                    amount(usage.getAvailable(), bytes),
                    condition);
        }
        return table;
    }

    private static String amount(long number, boolean bytes) {
        return bytes ? HumanReadable.size(number) : Long.toString(number);
    }
}
