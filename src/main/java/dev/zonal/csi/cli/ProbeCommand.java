package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.OutputOption;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.peer.ListeningProcess;
import dev.zonal.csi.v1.GetPluginInfoResponse;
import dev.zonal.csi.v1.ProbeResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Identity's three calls, and what the other services say that they can do. */
@Command(
        name = "probe",
        description = "Show which driver listens, in which process, whether it is ready, and what it can do.",
        footer = {"", "Example:", "  until zonal probe -o name; do sleep 1; done"})
final class ProbeCommand extends CallCommand {
    private static final int UNAVAILABLE = 14;

    @Override
    Shown ask(CsiClient client) {
        GetPluginInfoResponse info = client.identity().getPluginInfo();
        ProbeResponse probe = client.identity().probe();
        // A driver that says nothing is ready (CSI spec, ProbeResponse).
        boolean ready = !probe.hasReady() || probe.getReady().getValue();
        Map<String, List<String>> capabilities = CapabilityNames.byService(client);

        // It takes longer than all the calls together, and who waits for a driver in a loop asks for the name alone.
        Optional<ListeningProcess> process = format() == OutputOption.Format.NAME
                ? Optional.empty()
                : ListeningProcess.of(endpoint().socket());

        Map<String, Object> document = new LinkedHashMap<>(MessageTree.of(info));
        process.ifPresent(found -> {
            document.put("pid", found.pid());
            document.put("command", found.command());
        });
        document.put("ready", ready);
        document.put("capabilities", capabilities);

        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("driver", info.getName());
        properties.put("version", info.getVendorVersion());
        process.ifPresent(found -> properties.put("served by", found.toString()));
        properties.put("ready", ready ? "yes" : "no");
        capabilities.forEach((service, names) -> properties.put(service, String.join(", ", names)));
        return new Shown(
                document, List.of(info.getName()), Table.ofProperties(properties)::render, ready ? 0 : UNAVAILABLE);
    }
}
