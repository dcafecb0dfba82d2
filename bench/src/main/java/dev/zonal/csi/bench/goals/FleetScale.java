package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.fleet.SimulatedFleet;
import dev.zonal.csi.bench.measure.ProcessView;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.measure.Turns;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.FleetNode;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.TopologyRequirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A controller before thousands of agents, which are simulated, with 100,000 volumes and snapshots: how long until it knows
 * them, what it takes for that, what a call costs, and all of it anew when every connection breaks.
 */
public final class FleetScale implements Chapter {
    private static final int OBJECTS = 100_000;
    private static final double LONGEST_START_SECONDS = 30;
    private static final double MOST_MEBIBYTES = 512;
    private static final int ROUNDS = 20;

    /** What the program has for a node is too small for so many. */
    private static final Map<String, String> HEAP = Map.of("_JAVA_OPTIONS", "-Xmx320m");

    private final int agents;

    public FleetScale(int agents) {
        this.agents = agents;
    }

    @Override
    public String name() {
        return "fleet at scale";
    }

    @Override
    public boolean needsOurOwn() {
        return true;
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        Path folder = Files.createTempDirectory("zs");
        String of = ", " + agents + " agents";
        long begin = System.nanoTime();
        try (SimulatedFleet fleet = new SimulatedFleet(folder, agents, OBJECTS);
                RealDriver controller = RealDriver.with(
                        HEAP,
                        "--mode",
                        "controller",
                        "--backend",
                        "fleet",
                        "--log-level",
                        "warn",
                        "--agents",
                        fleet.agents());
                CsiClient client = controller.client()) {
            awaitWhole(client);
            ProcessView process = new ProcessView(controller.pid());
            report.row(Row.within(
                    LONGEST_START_SECONDS,
                    "start of a controller to a full index" + of,
                    "≤ 30 s",
                    Figure.of(seconds(begin), "s")));
            calls(client, fleet.nodes(), process, of, report);
            report.row(Row.within(
                    MOST_MEBIBYTES,
                    "memory of a controller, the most" + of,
                    "≤ 512 MiB",
                    Figure.of(process.peakMebibytes(), "MiB")));
            long broken = System.nanoTime();
            fleet.breakConnections();
            awaitWhole(client);
            report.row(
                    Row.reported("every connection breaks: to a full index again" + of, Figure.of(seconds(broken), "s"))
                            .beside(Figure.of(process.peakMebibytes(), "MiB"))
                            .noted("beside: the most memory"));
        } finally {
            Files.delete(folder);
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void awaitWhole(CsiClient client) throws InterruptedException {
        while (!client.maintenance().fleetStatus().getNodesList().stream()
                .allMatch(node -> node.getState() == FleetNode.State.HERE)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static void calls(CsiClient client, List<String> nodes, ProcessView process, String of, Report report)
            throws Exception {
        TopologyRequirement.Builder everywhere = TopologyRequirement.newBuilder();
        nodes.forEach(node -> everywhere.addRequisite(at(node)));
        everywhere.addPreferred(at(nodes.getLast()));
        TopologyRequirement places = everywhere.build();
        long before = process.processorNanos();
        var took = new Turns()
                .timed("create", round -> client.controller().createVolume(request(round, places)))
                .timed("list", _ -> new Listing(client).firstPage())
                .untimed(round -> client.controller()
                        .deleteVolume(DeleteVolumeRequest.newBuilder()
                                .setVolumeId(client.controller()
                                        .createVolume(request(round, places))
                                        .getVolume()
                                        .getVolumeId())
                                .build()))
                .run(ROUNDS / 4, ROUNDS);
        double processor = (process.processorNanos() - before) / 1e6 / (ROUNDS + ROUNDS / 4) / 4;
        report.row(Row.reported("CreateVolume that names every node" + of, Figure.of(took.get("create"))));
        report.row(Row.reported("the first 100 of " + OBJECTS / 2 + " volumes" + of, Figure.of(took.get("list"))));
        report.row(Row.reported("processor time of these calls" + of, Figure.of(processor, "ms")));
        Samples all = Samples.of(List.of(Start.timed(() -> new Listing(client).all())));
        report.row(Row.reported("all " + OBJECTS / 2 + " volumes, page by page" + of, Figure.of(all)));
    }

    private static CreateVolumeRequest request(int round, TopologyRequirement places) {
        return Workload.volume("scale-" + round, 16, Workload.block())
                .setAccessibilityRequirements(places)
                .build();
    }

    private static Topology at(String node) {
        return Topology.newBuilder()
                .putSegments(SimulatedFleet.NODE_KEY, node)
                .putSegments(SimulatedFleet.ZONE_KEY, "a")
                .build();
    }
}
